using Microsoft.Extensions.Logging;
using StreamActors.Control;
using StreamActors.Domain.Addresses;
using StreamActors.Domain.Workloads;
using StreamActors.Kernel;
using StreamActors.Media.Relay;

namespace StreamActors.Streaming;

/// <summary>Everything media work needs on this node. Workloads may be active before it has started; they wait for it.</summary>
public sealed class MediaEngine : IAsyncDisposable
{
    private readonly MediaOptions _options;
    private readonly long _began;
    private readonly StormLimit _storm;
    private readonly PipeFeeder _feeder;
    private readonly Stills _stills;
    private readonly ITelemetry _telemetry;
    private readonly ICluster _cluster;

    /// <param name="folder">The node's data folder, to which relative paths in the options refer.</param>
    /// <param name="inputs">All that are on.</param>
    public MediaEngine(
        MediaOptions options, string folder, string node, ISecrets secrets, IFence fence, ITelemetry telemetry, ICluster cluster,
        IEntities entities, IReadKeys keys, Func<double> chance, TimeProvider time, ILoggerFactory logs,
        MediaMtxRouter? router = null, Func<IEnumerable<(string Input, Address Address)>>? inputs = null)
    {
        (_options, _telemetry, _cluster, Node, Chance, Time) = (options, telemetry, cluster, node, chance, time);
        Log = logs.CreateLogger<MediaEngine>();
        _began = time.GetTimestamp();
        Epoch = time.GetUtcNow().ToUnixTimeMilliseconds();
        Checks = new PeriodicChecks(time, Log);
        Relays = new RelayRegistry(new RingLimits(options.Ring.Span, options.Ring.Groups, (long)options.Ring.CapMegabytes << 20), time,
            fence);
        Checks.Add(Relays);
        AllReaders = new RelayReaders(options.Readers, Relays, keys, time, options.Preview);
        _feeder = new PipeFeeder(fence);
        _storm = new StormLimit(StartsPerSecond, time);
        Drivers = new Drivers(options, folder, node, secrets, entities,
            new InputsElsewhere(inputs ?? (static () => []), node, cluster, entities, secrets, time), Relays, AllReaders, _feeder, _storm,
            router, time, logs);
        _stills = new Stills(options.Preview, Relays, AllReaders, Drivers.Installed, time);
        Preflight = new Preflight(Drivers, Relays, options, time);
        Checks.Add(Drivers.SrtPort);
        Checks.Add(Drivers.RtmpPorts);
        Router = router;
        if (router is not null)
            Checks.Add(router);
    }

    internal string Node { get; }

    internal long Epoch { get; }

    internal Func<double> Chance { get; }

    internal TimeProvider Time { get; }

    /// <summary>The monotonic clock of this node.</summary>
    internal TimeSpan Uptime => Time.GetElapsedTime(_began);

    internal ILogger Log { get; }

    internal PeriodicChecks Checks { get; }

    internal RelayRegistry Relays { get; }

    internal RelayReaders AllReaders { get; }

    public IRelayReaders Readers => AllReaders;

    public IStills Stills => _stills;

    public IPreflight Preflight { get; }

    internal Drivers Drivers { get; }

    internal MediaMtxRouter? Router { get; }

    /// <summary>The entity kind that runs here.</summary>
    public EntityKind Workloads => WorkloadKind.Kind(_options.Restart.ToStrategy(), (id, self) => new WorkloadEffects(id, self, this));

    /// <summary>FFmpeg's own words of a workload, newest last; null where it has none.</summary>
    public string LogOf(EntityId workload) => Drivers.Logs.PathOf(workload.ToString());

    public async ValueTask DisposeAsync()
    {
        await Checks.DisposeAsync();
        Router?.Dispose();
        Relays.Dispose();
        _feeder.Dispose();
        await Drivers.DisposeAsync();
        _stills.Dispose();
    }

    internal void Publish(EntityId id, WorkloadFigures? figures) => _telemetry.Publish(WorkloadFigures.Topic, id.Id, figures);

    private double StartsPerSecond() => _options.StartsPerSecond / Math.Max(1, _cluster.Members.Count);
}
