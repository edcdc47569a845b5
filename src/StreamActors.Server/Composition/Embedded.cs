using System.Security.Cryptography;
using StreamActors.Kernel;
using StreamActors.Runtime.Embedded;
using StreamActors.Storage;

namespace StreamActors.Server;

/// <summary>
/// One machine: a database in the data folder or beside it, the embedded runtime, and what follows the journal. Opened in
/// this order, closed in the reverse.
/// </summary>
internal sealed class Embedded : IAsyncDisposable
{
    private readonly Stack<Func<ValueTask>> _closing = [];
    private readonly StreamActorsOptions _options;
    private readonly DateTimeOffset _started;

    private Embedded(StreamActorsOptions options, DataFolder folder, ILoggerFactory logs, TimeProvider time)
    {
        (_options, _started) = (options, time.GetUtcNow());
        Database = Closed(Databases.Open(options, folder, logs), d => d.DisposeAsync());
    }

    public IDatabase Database { get; }

    public IEntities Entities { get; private set; } = null!;

    /// <summary>Null on SQLite, where the lock of the data folder does its work.</summary>
    public NodeLease? Lease { get; private set; }

    /// <exception cref="JournalRefusedException">The journal cannot be worked with as it is.</exception>
    /// <exception cref="AlreadyRunningException">Another node is alive on this database.</exception>
    public static async Task<Embedded> Open(StreamActorsOptions options, DataFolder folder, ILoggerFactory logs, TimeProvider time)
    {
        var house = new Embedded(options, folder, logs, time);
        try
        {
            await house.Furnish(folder, logs, time);
            return house;
        }
        catch
        {
            await house.DisposeAsync();
            throw;
        }
    }

    public async Task<HealthReply> Health(string status, IReadOnlyList<CheckReply> checks, DateTimeOffset now, CancellationToken stop)
    {
        long? position = null;
        if (status == "healthy")
            position = await new Cursors(Database).JournalEnd(stop);
        return new HealthReply(
            status, ProgramVersion.Text, _options.Node, NodeIdentity.Embedded,
            new DatabaseReply(Database.Dialect.Name, Database.Description, Database.Commits),
            new JournalReply(Schema.Version, position),
            _started, Math.Round((now - _started).TotalSeconds, 3), checks);
    }

    public async ValueTask DisposeAsync()
    {
        while (_closing.TryPop(out var close))
            await close();
    }

    private async Task Furnish(DataFolder folder, ILoggerFactory logs, TimeProvider time)
    {
        var words = Words.Vocabulary();
        var (events, snapshots, bell) = (new EnvelopeFormat(words), new SnapshotFormat(words), new CommitBell());
        await JournalOpening.Run(Database, words, time, CancellationToken.None);
        if (Database.Dialect == Dialect.Postgres)
        {
            var self = new NodeIdentity(_options.Node, $"http://{_options.Http.Listen}", NodeIdentity.Embedded, Environment.ProcessId, _started);
            Lease = Closed(await NodeLease.Take(Database, self, BootClocks.System, time, logs.CreateLogger<NodeLease>(), CancellationToken.None), l => l.DisposeAsync());
        }
        Closed(
            await Vault.Open(Database, Databases.KeyOf(_options.Secrets.MasterKey, folder)!, Databases.KeyOf(_options.Secrets.PreviousMasterKey, folder), time, CancellationToken.None),
            Close);

        var journal = new SqlJournal(Database, events, snapshots, bell, time, logs.CreateLogger<SqlJournal>());
        var feed = Closed(new SqlFeed(Database, events, bell, time, logs.CreateLogger<SqlFeed>()) { Poll = _options.Journal.Poll }, Close);
        var timeline = Closed(new SqlTimeline(Database, words, _options.Timeline, time, logs.CreateLogger<SqlTimeline>()), t => t.DisposeAsync());
        var wanted = new ProjectionRun(new WantedProjection(Words.Kinds), feed, Database, time);
        IFeedReader[] readers = [wanted];
        var runtime = Closed(
            new EmbeddedRuntime(
                [.. Words.Kinds, FollowerKind.Of(readers, time, Chance, logs.CreateLogger<IFeedReader>())],
                journal, timeline, time, Chance, _options.Node, _options.Embedded, logs.CreateLogger<EmbeddedRuntime>()),
            r => new ValueTask(r.Stop(_options.Shutdown.Grace)));
        Entities = runtime;
        Closed(new Waker(runtime, Database, wanted, FollowerKind.Always(readers), time, logs.CreateLogger<Waker>()), w => w.DisposeAsync()).Start();
    }

    private T Closed<T>(T part, Func<T, ValueTask> close)
    {
        _closing.Push(() => close(part));
        return part;
    }

    private static ValueTask Close(IDisposable part)
    {
        part.Dispose();
        return ValueTask.CompletedTask;
    }

    private static double Chance() => RandomNumberGenerator.GetInt32(1 << 30) / (double)(1 << 30);
}
