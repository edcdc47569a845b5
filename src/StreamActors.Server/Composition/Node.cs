using System.Security.Cryptography;
using StreamActors.Control;
using StreamActors.Domain.Addresses;
using StreamActors.Domain.Inputs;
using StreamActors.Ffmpeg;
using StreamActors.Kernel;
using StreamActors.Runtime;
using StreamActors.Storage;
using StreamActors.Streaming;

namespace StreamActors.Server;

/// <summary>
/// A server put together (decision 0163): storage first, then the node of the cluster, then what works in it, then what answers requests.
/// Everything is made before anything starts; it is closed in the reverse order.
/// </summary>
internal sealed class Node : IAsyncDisposable
{
    private readonly StreamActorsOptions _options;
    private readonly Closing _closing;
    private readonly ClusterNode _cluster;
    private readonly LeaseHandover _leaseHandover;
    private readonly Waker _waker;
    private readonly EntityKind[] _kinds;

    /// <param name="akka">What the operator wrote for Akka itself.</param>
    /// <param name="http">The clock of the HTTP API.</param>
    private Node(
        StreamActorsOptions options, string akka, Stored stored, Closing closing, DataFolder folder, ILoggerFactory logs,
        TimeProvider time, TimeProvider http)
    {
        (_options, _closing) = (options, closing);
        (Database, Vault, Lease, StartsEmptyWithKey) = (stored.Database, stored.Vault, stored.Lease, stored.IsEmptyWithKey);
        Started = time.GetUtcNow();
        var signal = new CommitSignal();
        Events = new EnvelopeFormat(stored.Words);
        Journal = new SqlJournal(Database, Events, new SnapshotFormat(stored.Words), signal, time, logs.CreateLogger<SqlJournal>());
        var feed = closing.Add(new SqlFeed(Database, Events, signal, time, logs.CreateLogger<SqlFeed>()) { Poll = options.Journal.Poll });
        Feed = feed;
        OtherWriters = new OtherWriters(!options.Cluster.IsAlone, signal.Ring);
        Timeline = closing.Add(new SqlTimeline(Database, stored.Words, options.Timeline, time, logs.CreateLogger<SqlTimeline>()));
        Tally = new WorkloadTally(logs.CreateLogger<WorkloadTally>());
        var timeline = new PublishingTimeline(Timeline, Tally);

        _cluster = ClusterSetup.Node(options, akka, stored, Journal, signal, timeline, logs, time);
        timeline.PublishTo(Telemetry);
        Fence = Lease is null ? folder.Fence : new LeaseFence(Lease, Cluster);
        Engine = closing.Add(
            new MediaEngine(options.Media, folder.Path, options.Node, Vault, Fence, Telemetry, Cluster, Entities, new ReadKeys(this),
                Chance, time, logs, Router(options, folder, logs, time), InputsOn));
        var guardedConnections = new GuardedConnections(AlertReach.Of(options.Media.Reach, new TargetGuard()));
        Senders = closing.Add(new NoticeSenders(guardedConnections, Vault, options.Node, Sending, time));
        _leaseHandover = closing.Add(new LeaseHandover(
            Database, node => Cluster.Members.Any(m => m.Node == node), () => _waker!.MemberRemoved(),
            time, logs.CreateLogger<LeaseHandover>()));
        closing.Add(_cluster);

        Web = HttpHost.Build(options, this, logs, http);
        _kinds = [.. Words.Kinds(Engine.Workloads)];
        var wanted = new ProjectionRun(new WantedProjection(_kinds), feed, Database, time);
        var outboxes = Words.Followers.Select(follower => new Outbox(
            follower, feed, Entities, new Cursors(Database), timeline, options.Node, new FollowerTiming(),
            time, Chance, logs.CreateLogger<Outbox>()));
        IFeedReader[] readers = [wanted, .. Web.Services.GetServices<IFeedReader>(), .. outboxes];
        _kinds = [.. _kinds, FollowerKind.Of(readers, time, Chance, logs.CreateLogger<IFeedReader>())];
        _waker = closing.Add(new Waker(Entities, Database, wanted, FollowerKind.Always(readers), time, logs.CreateLogger<Waker>())
        {
            MayWake = () => _leaseHandover.AllSettled,
        });
        closing.Add(Web);
    }

    public DateTimeOffset Started { get; }

    public IDatabase Database { get; }

    public IEntities Entities => _cluster.Entities;

    public ICluster Cluster => _cluster.Cluster;

    public ITelemetry Telemetry => _cluster.Telemetry;

    /// <summary>Nothing was stored here before, and yet there was a master key: the database was lost, or is another one.</summary>
    public bool StartsEmptyWithKey { get; }

    public IReadOnlyDictionary<string, Func<string?>> Pages => _cluster.Pages;

    public Vault Vault { get; }

    public MediaEngine Engine { get; }

    public ICommittedFeed Feed { get; }

    public OtherWriters OtherWriters { get; }

    public IJournal Journal { get; }

    public EnvelopeFormat Events { get; }

    public WorkloadTally Tally { get; }

    public SqlTimeline Timeline { get; }

    public DeliveryPolicy Sending { get; } = new();

    public NoticeSenders Senders { get; }

    /// <summary>Completes where the cluster has gone on without this node.</summary>
    public Task Ended => _cluster.Ended;

    /// <summary>Null on SQLite, where the lock of the data folder does its work.</summary>
    public NodeLease? Lease { get; }

    public IFence Fence { get; }

    /// <summary>What answers requests; it listens once it is started, after the node.</summary>
    public WebApplication Web { get; }

    /// <exception cref="JournalRefusedException">The journal cannot be worked with as it is.</exception>
    /// <exception cref="AlreadyRunningException">Another node is alive on this database, and not one of the same cluster.</exception>
    public static async Task<Node> Build(
        StreamActorsOptions options, string akka, DataFolder folder, ILoggerFactory logs, TimeProvider time, TimeProvider? http = null)
    {
        var closing = new Closing();
        try
        {
            var stored = await Stored.Open(options, closing, folder, logs, time);
            return new Node(options, akka, stored, closing, folder, logs, time, http ?? time);
        }
        catch
        {
            await closing.DisposeAsync();
            throw;
        }
    }

    /// <summary>Joins or begins the cluster, and wakes what is to be awake.</summary>
    public async Task Start()
    {
        if (Lease is not null && !_options.Cluster.IsAlone)
            await _leaseHandover.Begin(_options.Node);
        await ClusterSetup.Start(_cluster, _options, _kinds, _leaseHandover);
        _waker.Start();
    }

    public ValueTask DisposeAsync() => _closing.DisposeAsync();

    private MediaMtxRouter? Router(StreamActorsOptions options, DataFolder folder, ILoggerFactory logs, TimeProvider time)
    {
        if (options.Media.Mediamtx is not { Api.Length: > 0 } media)
            return null;
        var password = media.PasswordFile.Length > 0 ? Databases.FirstLine(folder.File(media.PasswordFile), "password") : null;
        return new MediaMtxRouter(media, password, IsRouted, Telemetry, options.Node, time, logs.CreateLogger<MediaMtxRouter>());
    }

    /// <summary>Whether an input is on, with driver=mediamtx; null while the catalogue has not been read.</summary>
    private bool? IsRouted(string input) =>
        Web.Services.GetRequiredService<Catalogue>() is not { Ready.IsCompletedSuccessfully: true } catalogue ? null
        : catalogue.Find(InputId.Kind, input)?.Order is InputState { Config: { On: true } config }
            && config.Address.Options.GetValueOrDefault("driver") == "mediamtx";

    private IEnumerable<(string, Address)> InputsOn() => Web.Services.GetRequiredService<Catalogue>().All(InputId.Kind)
        .Where(e => e.Order is InputState { Config.On: true }).Select(e => (e.Id.Id, ((InputState)e.Order).Config!.Address));

    internal static double Chance() => RandomNumberGenerator.GetInt32(1 << 30) / (double)(1 << 30);

    /// <summary>The keys are with what answers requests, which is made later.</summary>
    private sealed class ReadKeys(Node node) : IReadKeys
    {
        public bool IsReady => node.Web is { } web && web.Services.GetRequiredService<IReadKeys>().IsReady;

        public IReadGrant? Find(string key, string input) => node.Web.Services.GetRequiredService<IReadKeys>().Find(key, input);
    }
}
