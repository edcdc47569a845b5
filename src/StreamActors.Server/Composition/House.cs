using System.Security.Cryptography;
using StreamActors.Control;
using StreamActors.Ffmpeg;
using StreamActors.Kernel;
using StreamActors.Runtime;
using StreamActors.Storage;
using StreamActors.Streaming;

namespace StreamActors.Server;

/// <summary>The database, the node with the entities, and the journal's readers; opened in this order, closed in reverse.</summary>
internal sealed class House : IAsyncDisposable
{
    private readonly Stack<Func<ValueTask>> _closing = [];
    private readonly StreamActorsOptions _options;
    private readonly DateTimeOffset _started;
    private ClusterNode _node = null!;

    private House(StreamActorsOptions options, DataFolder folder, ILoggerFactory logs, TimeProvider time)
    {
        (_options, _started) = (options, time.GetUtcNow());
        Tally = new WorkloadTally(logs.CreateLogger<WorkloadTally>());
        Database = Closed(Databases.Open(options, folder, logs), d => d.DisposeAsync());
    }

    public IDatabase Database { get; }

    public IEntities Entities => _node.Entities;

    public ICluster Cluster => _node.Cluster;

    public ITelemetry Telemetry => _node.Telemetry;

    /// <summary>The database is empty but a master key exists: the database was lost, or is the wrong one.</summary>
    public bool StartsEmptyBesideKey { get; private set; }

    public IReadOnlyDictionary<string, Func<string?>> Pages => _node.Pages;

    public Vault Vault { get; private set; } = null!;

    public Stage Stage { get; private set; } = null!;

    public ICommittedFeed Feed { get; private set; } = null!;

    public OtherWriters OtherWriters { get; private set; } = OtherWriters.None;

    public IJournal Journal { get; private set; } = null!;

    public EnvelopeFormat Events { get; private set; } = null!;

    public WorkloadTally Tally { get; }

    public SqlTimeline Timeline { get; private set; } = null!;

    /// <summary>The alert evaluation, on one node of the cluster; starts when its data is available.</summary>
    public LateReader Alerts { get; } = new(Alerting.WatchName);

    public SendingPace Sending { get; } = new();

    public Senders Senders { get; private set; } = null!;

    /// <summary>Completes when the cluster has removed this node.</summary>
    public Task Ended => _node.Ended;

    /// <summary>Null with SQLite, where the lock of the data folder is used.</summary>
    public NodeLease? Lease { get; private set; }

    public IFence Fence { get; private set; } = null!;

    /// <exception cref="JournalRefusedException">The journal cannot be used as it is.</exception>
    /// <exception cref="AlreadyRunningException">A node of no common cluster is using this database.</exception>
    public static async Task<House> Open(StreamActorsOptions options, string akka, DataFolder folder, ILoggerFactory logs, TimeProvider time)
    {
        var house = new House(options, folder, logs, time);
        try
        {
            await house.Furnish(akka, folder, logs, time);
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
            status, ProgramVersion.Text, _options.Node, _options.Cluster.IsAlone ? "single-node" : "cluster",
            new DatabaseReply(Database.Dialect.Name, Database.Description, Database.Commits),
            new JournalReply(Schema.Version, position),
            [.. Cluster.Members.Select(m => new MemberReply(m.Node, m.Address, m.Status, m.Since))],
            _started, Math.Round((now - _started).TotalSeconds, 3), checks);
    }

    public async ValueTask DisposeAsync()
    {
        List<Exception> failures = [];
        while (_closing.TryPop(out var close))
        {
            try
            {
                await close();
            }
            catch (Exception failure) // the others are closed all the same
            {
                failures.Add(failure);
            }
        }
        if (failures.Count > 0)
            throw new AggregateException("Some components failed to close.", failures);
    }

    internal static double Chance() => RandomNumberGenerator.GetInt32(1 << 30) / (double)(1 << 30);

    private async Task Furnish(string akka, DataFolder folder, ILoggerFactory logs, TimeProvider time)
    {
        var words = Words.Vocabulary();
        var (events, snapshots, bell) = (new EnvelopeFormat(words), new SnapshotFormat(words), new CommitBell());
        var hadKey = Databases.HasKeyFile(_options, folder);
        StartsEmptyBesideKey = await JournalOpening.Run(Database, words, time, CancellationToken.None) == 0 && hadKey;
        if (Database.Dialect == Dialect.Postgres)
        {
            var runtime = _options.Cluster.IsAlone ? NodeIdentity.Alone : NodeIdentity.Cluster;
            var self = new NodeIdentity(_options.Node, $"http://{_options.Http.Listen}", runtime, Environment.ProcessId, _started);
            Lease = Closed(await NodeLease.Take(Database, self, BootClocks.System, time, logs.CreateLogger<NodeLease>(), CancellationToken.None), l => l.DisposeAsync());
            (Database as PostgresDatabase)?.WriteUnder(Lease);
        }
        Vault = Closed(
            await Vault.Open(Database, Databases.KeyOf(_options.Secrets.MasterKey, folder)!, Databases.KeyOf(_options.Secrets.PreviousMasterKey, folder), time, CancellationToken.None),
            Close);

        var journal = new SqlJournal(Database, events, snapshots, bell, time, logs.CreateLogger<SqlJournal>());
        var feed = Closed(new SqlFeed(Database, events, bell, time, logs.CreateLogger<SqlFeed>()) { Poll = _options.Journal.Poll }, Close);
        Timeline = Closed(new SqlTimeline(Database, words, _options.Timeline, time, logs.CreateLogger<SqlTimeline>()), t => t.DisposeAsync());
        var timeline = new TellingTimeline(Timeline, Tally);
        (Events, Journal, Feed) = (events, journal, feed);
        OtherWriters = new OtherWriters(!_options.Cluster.IsAlone, bell.Ring);
        Stage = Closed(new Stage(_options.Media, folder.Path, _options.Node, Vault, Chance, time, logs), s => s.DisposeAsync());
        EntityKind[] kinds = [.. Words.Kinds(Stage.Workloads)];
        var wanted = new ProjectionRun(new WantedProjection(kinds), feed, Database, time);
        Senders = Closed(new Senders(new Outgoing(AlertReach.Of(_options.Media.Reach, new TargetGuard())), Vault, _options.Node, Sending, time), Close);
        IFeedReader[] readers = [wanted, Alerts, .. Words.Followers.Select(f => Outbox(f, feed, timeline, logs, time))];
        kinds = [.. kinds, FollowerKind.Of(readers, time, Chance, logs.CreateLogger<IFeedReader>())];

        Waker? waker = null;
        var takeOvers = Closed(new TakeOvers(Database, IsMember, () => waker?.MemberRemoved(), time, logs.CreateLogger<TakeOvers>()), t => t.DisposeAsync());
        if (Lease is not null && !_options.Cluster.IsAlone)
            await takeOvers.Begin(_options.Node);
        var ground = new Ground(_options, akka, kinds, words, Database, bell, journal, timeline, takeOvers, logs, time);
        _node = Closed(await EntityNode.Start(ground), n => n.DisposeAsync());
        timeline.TellTo(Telemetry);
        Fence = Lease is null ? folder.Fence : new LeaseFence(Lease, Cluster);
        Stage.Begin(Fence, Telemetry, Cluster);
        waker = Closed(
            new Waker(Entities, Database, wanted, FollowerKind.Always(readers), time, logs.CreateLogger<Waker>()) { MayWake = () => takeOvers.AllSettled },
            w => w.DisposeAsync());
        waker.Start();
    }

    private Outbox Outbox(IFollower follower, SqlFeed feed, ITimeline timeline, ILoggerFactory logs, TimeProvider time) => new(
        follower, feed, new LateEntities(() => Entities), new Cursors(Database), timeline, _options.Node, new FollowerPace(), time, Chance, logs.CreateLogger<Outbox>());

    private bool IsMember(string node) => _node is not null && Cluster.Members.Any(m => m.Node == node);

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
}
