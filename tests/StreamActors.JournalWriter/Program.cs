using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using StreamActors.JournalWriter;
using StreamActors.Kernel;
using StreamActors.Storage;

// sqlite PATH | postgres CONNECTION, then how many ids to write in parallel. Prints "id sequence" after each acknowledgement, and runs
// until it or the database is killed. Or: state FILE, which stores derived state there again and again, and prints a line within each.
await using IDatabase database = args[0] == "sqlite"
    ? new SqliteDatabase(args[1], NullLogger<SqliteDatabase>.Instance)
    : new PostgresDatabase(args[1], NullLogger<PostgresDatabase>.Instance);
await JournalOpening.Run(database, Noted.Words, TimeProvider.System, CancellationToken.None);
if (args[2] == "state")
{
    var state = new DerivedStateFile(database, args[3], NullLogger<DerivedStateFile>.Instance);
    for (byte number = 0; ; number++)
        await state.Save(0, stream => Fill(stream, number), CancellationToken.None);
}
var journal = new SqlJournal(
    database, new EnvelopeFormat(Noted.Words), new SnapshotFormat(Noted.Words), new CommitSignal(), TimeProvider.System,
    NullLogger<SqlJournal>.Instance);
await using var output = new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = true };
var acknowledged = TextWriter.Synchronized(output);
await Task.WhenAll(Enumerable.Range(0, int.Parse(args[2], CultureInfo.InvariantCulture)).Select(Write));
return 0;

static void Fill(Stream stream, byte number)
{
    var part = new byte[1 << 16];
    part.AsSpan().Fill(number);
    for (var parts = 0; parts < 16; parts++)
    {
        stream.Write(part);
        if (parts == 8)
            Console.WriteLine(number);
    }
}

async Task Write(int number)
{
    var id = new EntityId("note", string.Create(CultureInfo.InvariantCulture, $"n{number}"));
    var writer = Guid.NewGuid();
    long version = 0;
    try
    {
        await foreach (var recorded in journal.Read(id, 0, CancellationToken.None))
            version = recorded.Sequence;
        while (true)
        {
            var text = new string((char)('a' + (version % 26)), 200 + (int)(version % 3000));
            await journal.Append(id, version, writer, [new Envelope("writer", null, new CommandId(Guid.NewGuid()), null,
                DateTimeOffset.UnixEpoch, new Noted(version + 1, text))]);
            version++;
            acknowledged.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{id} {version}"));
        }
    }
    catch (Exception lost) when (lost is DatabaseUnavailableException or OutcomeUnknownException)
    {
    }
}
