using Microsoft.Extensions.Logging.Abstractions;
using StreamActors.Kernel;
using StreamActors.Storage;

namespace StreamActors.Torture.Tests;

/// <summary>Reads the journal afterwards and compares it with the acknowledgements.</summary>
internal static class Findings
{
    public static async Task Check(IDatabase database, IReadOnlyCollection<string> acknowledged)
    {
        await using var closing = database;
        var words = MarkSheets.Words;
        var (events, snapshots) = (new EnvelopeFormat(words), new SnapshotFormat(words));
        var report = await new JournalVerify(database, events, snapshots).All(100, CancellationToken.None);
        report.Findings.ShouldBeEmpty();

        var journal = new SqlJournal(database, events, snapshots, new CommitSignal(), TimeProvider.System, NullLogger<SqlJournal>.Instance);
        var stored = new HashSet<string>(StringComparer.Ordinal);
        var copied = new HashSet<string>(StringComparer.Ordinal);
        for (var id = 0; id < CrashWriter.Ids; id++)
        {
            await foreach (var recorded in journal.Read(new EntityId(MarkSheets.Sheet, $"s{id}"), 0, CancellationToken.None))
                stored.Add(((Marked)recorded.Envelope.Event).Name).ShouldBeTrue($"{recorded} is there twice");
            await foreach (var recorded in journal.Read(new EntityId(MarkSheets.Copy, $"s{id}"), 0, CancellationToken.None))
                copied.Add(((Marked)recorded.Envelope.Event).Name).ShouldBeTrue($"{recorded} was delivered twice");
        }
        acknowledged.Except(stored, StringComparer.Ordinal).ShouldBeEmpty("these were acknowledged and are lost");
        stored.Except(acknowledged, StringComparer.Ordinal)
            .ShouldBeEmpty("these were stored and nobody was told, though everybody asked again");
        copied.ShouldBe(stored, ignoreOrder: true, "what was sent and what arrived differ");
    }
}
