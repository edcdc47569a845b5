using System.Security.Cryptography;
using StreamActors.Kernel;
using StreamActors.Runtime.Embedded;
using StreamActors.Storage;

namespace StreamActors.Server;

/// <summary>One machine: a database in the data folder or beside it, the embedded runtime, and what follows the journal.</summary>
internal sealed class Embedded : IAsyncDisposable
{
    private readonly StreamActorsOptions _options;
    private readonly DateTimeOffset _started;
    private readonly EmbeddedRuntime _runtime;
    private readonly Vault _vault;
    private readonly SqlFeed _feed;
    private readonly Waker _waker;

    private Embedded(StreamActorsOptions options, DateTimeOffset started, IDatabase database, Vault vault, SqlFeed feed, EmbeddedRuntime runtime, Waker waker) =>
        (_options, _started, Database, _vault, _feed, _runtime, _waker) = (options, started, database, vault, feed, runtime, waker);

    public IDatabase Database { get; }

    public IEntities Entities => _runtime;

    public static async Task<Embedded> Open(StreamActorsOptions options, DataFolder folder, ILoggerFactory logs, TimeProvider time)
    {
        var database = Databases.Open(options, folder, logs);
        try
        {
            var words = Words.Vocabulary();
            var (events, snapshots, bell) = (new EnvelopeFormat(words), new SnapshotFormat(words), new CommitBell());
            await JournalOpening.Run(database, words, time, CancellationToken.None);
            var vault = await Vault.Open(
                database, Databases.KeyOf(options.Secrets.MasterKey, folder)!, Databases.KeyOf(options.Secrets.PreviousMasterKey, folder), time, CancellationToken.None);
            var journal = new SqlJournal(database, events, snapshots, bell, time, logs.CreateLogger<SqlJournal>());
            var feed = new SqlFeed(database, events, bell, time, logs.CreateLogger<SqlFeed>()) { Poll = options.Journal.Poll };
            var wanted = new ProjectionRun(new WantedProjection(Words.Kinds), feed, database, time);
            IFeedReader[] readers = [wanted];
            var runtime = new EmbeddedRuntime(
                [.. Words.Kinds, FollowerKind.Of(readers, time, Chance, logs.CreateLogger<IFeedReader>())],
                journal, new NoTimeline(), time, Chance, options.Node, options.Embedded, logs.CreateLogger<EmbeddedRuntime>());
            var waker = new Waker(runtime, database, wanted, FollowerKind.Always(readers), time, logs.CreateLogger<Waker>());
            waker.Start();
            return new Embedded(options, time.GetUtcNow(), database, vault, feed, runtime, waker);
        }
        catch
        {
            await database.DisposeAsync();
            throw;
        }
    }

    public async Task<HealthReply> Health(string status, IReadOnlyList<CheckReply> checks, DateTimeOffset now, CancellationToken stop)
    {
        long? position = null;
        if (status == "healthy")
            position = await Database.Newest(stop);
        return new HealthReply(
            status, ProgramVersion.Text, _options.Node, "embedded",
            new DatabaseReply(Database.Dialect.Name, Database.Description, Database.Commits),
            new JournalReply(Schema.Version, position),
            _started, Math.Round((now - _started).TotalSeconds, 3), checks);
    }

    /// <summary>Nothing new is begun; what is under way is stored and answered; then the database closes.</summary>
    public async ValueTask DisposeAsync()
    {
        await _waker.DisposeAsync();
        await _runtime.Stop(_options.Shutdown.Grace);
        _feed.Dispose();
        _vault.Dispose();
        await Database.DisposeAsync();
    }

    private static double Chance() => RandomNumberGenerator.GetInt32(1 << 30) / (double)(1 << 30);

    private sealed class NoTimeline : ITimeline { public void Append(Moment moment) { } public long Dropped => 0; }
}
