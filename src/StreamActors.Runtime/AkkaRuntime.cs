using Akka.Actor;
using Akka.Cluster.Hosting;
using Akka.Cluster.Sharding;
using Akka.Cluster.Tools.Singleton;
using Akka.Configuration;
using Akka.DistributedData;
using Akka.Hosting;
using Microsoft.Extensions.Logging;
using StreamActors.Kernel;

namespace StreamActors.Runtime;

/// <summary>One node of the cluster: access to all entities, to telemetry, and to the other members.</summary>
public sealed class AkkaRuntime : IDisposable
{
    private readonly AkkaRuntimeOptions _options;
    private readonly RuntimeContext _node;
    private readonly ClusterEntities _entities;
    private readonly ClusterTelemetry _telemetry;
    private readonly ClusterView _view;

    public AkkaRuntime(AkkaRuntimeOptions options, IJournal journal, ITimeline timeline, TimeProvider clock, ILogger<AkkaRuntime> log)
    {
        _options = options;
        _node = new RuntimeContext(options.Node, journal, timeline, clock, options.Chance, new PendingAsks(clock), log);
        _entities = new ClusterEntities(options, _node);
        _telemetry = new ClusterTelemetry(options.Node, options.Vocabulary);
        _view = new ClusterView(options.Node, options.Cluster.IsAlone, clock);
    }

    public IEntities Entities => _entities;

    public ITelemetry Telemetry => _telemetry;

    public ICluster Cluster => _view;

    /// <summary>Set once the node's actors have started.</summary>
    internal ClusterPages? Pages { get; private set; }

    public void Dispose() => _node.Figures.Dispose();

    /// <summary>This node's whole Akka configuration; later additions to the builder override it.</summary>
    internal void Compose(AkkaConfigurationBuilder builder, IReadOnlyList<EntityKind> kinds, ILeaseHandover? handover)
    {
        var (cluster, vocabulary) = (_options.Cluster, _options.Vocabulary);
        foreach (var kind in kinds)
        {
            vocabulary.ManifestOf(kind.Decider.NoOrder); // both are read from other nodes
            vocabulary.ManifestOf(kind.Decider.NoLive);
        }
        _entities.Serve(kinds);
        _node.Figures.Observe(_node.Hosted, kinds.Select(k => k.Name), () => _node.Asks.Count);
        var written = string.IsNullOrWhiteSpace(_options.Hocon) ? Config.Empty : ConfigurationFactory.ParseString(_options.Hocon);
        if (!cluster.IsAlone)
            RuntimeHocon.RefuseOpenNetwork(cluster, written);
        builder
            .ConfigureLoggers(loggers =>
            {
                loggers.ClearLoggers();
                loggers.AddLoggerFactory();
            })
            .WithTransport(_options)
            .WithClustering(new ClusterOptions
            {
                Roles = [.. cluster.Roles, NodeName.Role(_options.Node)],
                SeedNodes = cluster.IsAlone || FirstNodeElection.IsOpen(_options)
                    ? []
                    : [.. cluster.SeedNodes.Select(s => $"akka.tcp://{_options.System}@{s}")],
            })
            .AddSetup(new StorageSetup(_node.Journal, _options.Sql, _node.Log))
            .WithCustomSerializer(
                "streamactors-wire", WireSerializer.Types, system => new WireSerializer(system, vocabulary, _node.Clock))
            .AddHocon(ClusterSharding.DefaultConfig(), HoconAddMode.Append)
            .AddHocon(DistributedData.DefaultConfig(), HoconAddMode.Append)
            .AddHocon(ClusterSingleton.DefaultConfig(), HoconAddMode.Append)
            .AddHocon(RuntimeHocon.Settings(cluster, _options.WakesAtOnce), HoconAddMode.Prepend)
            .AddSqlPlugin(_options.Sql, vocabulary)
            .WithDowningByLease(_options)
            .WithBootstrap(cluster.Bootstrap)
            .AddHocon(written, HoconAddMode.Prepend)
            .AddHocon(RuntimeHocon.Invariants, HoconAddMode.Prepend)
            .WithoutNetwork(_options)
            .WithActors((system, _) => Start(system, kinds, handover));
    }

    private async Task Start(ActorSystem system, IReadOnlyList<EntityKind> kinds, ILeaseHandover? handover)
    {
        var (node, view, telemetry, options) = (_node, _view, _telemetry, _options);
        node.Asks.Open((ExtendedActorSystem)system);
        system.RegisterOnTermination(telemetry.Vanish);
        var cluster = Akka.Cluster.Cluster.Get(system);
        view.Join(cluster);
        var joined = options.Cluster.IsAlone ? cluster.JoinAsync(cluster.SelfAddress, CancellationToken.None) : Task.CompletedTask;
        system.ActorOf(Props.Create(() => new DeadLetterReplies()), "lost-letters");
        system.ActorOf(Props.Create(() => new NodeWatch(node, view, handover)), NodeWatch.Name);
        system.ActorOf(Props.Create(() => new TelemetryReplicator(options.Node, telemetry)), TelemetryReplicator.Name);
        foreach (var kind in kinds)
        {
            _entities.Open(kind.Name, await ClusterSharding.Get(system).StartAsync(
                kind.Name,
                id => EntityActor.PropsOf(kind, id, node),
                ClusterShardingSettings.Create(system),
                new Shards(kind),
                new ShardPlacement(kind, handover),
                Leave.Instance));
        }
        CoordinatedShutdown.Get(system).AddTask(CoordinatedShutdown.PhaseBeforeClusterShutdown, "say-no-more-to-entities", () =>
        {
            _entities.Close();
            return Task.FromResult(Akka.Done.Instance);
        });
        CoordinatedShutdown.Get(system).AddTask(CoordinatedShutdown.PhaseBeforeActorSystemTerminate, "say-who-has-not-left", () =>
        {
            foreach (var stuck in node.Hosted.All) // an actor stuck in its decider cannot report itself
                node.SayGone(stuck);
            return Task.FromResult(Akka.Done.Instance);
        });
        Pages = new ClusterPages(cluster);
        if (options.Cluster.IsAlone)
            await joined;
        else if (options.Cluster.Bootstrap is { } points)
            await Bootstrap.Begin(system, points);
        else if (FirstNodeElection.IsOpen(options))
            _ = new FirstNodeElection(cluster, options, node.Log).Join();
        else if (cluster.Settings.SeedNodes.IsEmpty)
            _ = cluster.JoinAsync(cluster.SelfAddress, CancellationToken.None); // not awaited: joining may wait for other nodes
    }
}
