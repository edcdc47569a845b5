using System.Collections.Concurrent;
using Microsoft.Extensions.Logging.Abstractions;
using StreamActors.Kernel;
using StreamActors.Runtime;
using StreamActors.Storage;
using StreamActors.Torture;

// Arguments: sqlite PATH | postgres CONNECTION, and whether to use akka-persistence-sql. A line "id mark" on the input is a command,
// identified by its mark; its reply is a line "id mark reply". "- drained" is answered once every mark is copied, too. The end of input
// is a clean stop.

var time = TimeProvider.System;
var words = MarkSheets.Words.AddFollowing();
IDatabase database = args[0] == "sqlite"
    ? new SqliteDatabase(args[1], NullLogger<SqliteDatabase>.Instance)
    : new PostgresDatabase(args[1], NullLogger<PostgresDatabase>.Instance);
await using var closing = database;
await JournalOpening.Run(database, words, time, CancellationToken.None);

var signal = new CommitSignal();
var events = new EnvelopeFormat(words);
var journal = new SqlJournal(database, events, new SnapshotFormat(words), signal, time, NullLogger<SqlJournal>.Instance);
using var feed = new SqlFeed(database, events, signal, time, NullLogger<SqlFeed>.Instance) { Poll = TimeSpan.FromMilliseconds(100) };
var following = new Following(feed, database, time);
var options = new AkkaRuntimeOptions("tortured", [.. MarkSheets.Kinds, following.Kind], words)
{
    Cluster = new ClusterSettings { IsAlone = true, HandOver = TimeSpan.FromSeconds(30) },
    Sql = args is [_, _, "akka-persistence-sql"] ? new(database.Dialect == Dialect.Postgres, database.Foreign!.Connect)
    {
        Opened = database.Foreign.Opened,
        Explain = database.Foreign.Explain,
        IsDuplicate = ForeignWriter.IsDuplicate,
        Committed = signal.Ring,
    } : null,
};
var node = await ClusterNode.Start(options, journal, SilentTimeline.Instance, time, NullLoggerFactory.Instance, TimeSpan.FromSeconds(30));
following.Deliver(node.Entities);
node.Entities.Wake(following.Id);

var answers = new BlockingCollection<string>();
var writer = new Thread(() =>
{
    foreach (var line in answers.GetConsumingEnumerable())
        Console.Out.WriteLine(line);
});
writer.Start();
answers.Add("ready");

var underWay = new ConcurrentDictionary<Task, byte>();
while (Console.In.ReadLine() is { } line)
{
    var (id, mark) = line.Split(' ') is [var first, var second] ? (first, second) : throw new FormatException(line);
    var answering = id == "-" ? Drained(mark) : Answer(id, mark);
    underWay.TryAdd(answering, 0);
    _ = answering.ContinueWith(t => underWay.TryRemove(t, out _), TaskScheduler.Default);
}
await Task.WhenAll(underWay.Keys);
await node.DisposeAsync();
answers.CompleteAdding();
writer.Join();

async Task Answer(string id, string mark)
{
    var reply = await node.Entities.Ask(new EntityId(MarkSheets.Sheet, id), new Mark(mark) { Origin = new Origin("torturer") },
        CommandId.Of(mark));
    answers.Add($"{id} {mark} {reply.GetType().Name}");
}

async Task Drained(string mark)
{
    var (end, ahead) = (await new Cursors(database).JournalEnd(CancellationToken.None), 0);
    await foreach (var recorded in feed.Follow(0, CancellationToken.None))
    {
        ahead += recorded.Id.Kind == MarkSheets.Sheet ? 1 : -1;
        if (ahead == 0 && recorded.Position >= end)
            break;
    }
    answers.Add($"- {mark} Done");
}
