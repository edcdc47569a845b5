using Microsoft.Extensions.Logging;
using StreamActors.Domain.Workloads;
using StreamActors.Kernel;
using StreamActors.Media.Relay;

namespace StreamActors.Streaming;

/// <summary>Everything media work needs on this node. Workloads may be active before it has started; they wait for it.</summary>
public sealed class Stage : IAsyncDisposable
{
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly MediaOptions _options;
    private readonly long _began;
    private readonly LateFence _fence = new();
    private readonly StormLimit _storm;
    private readonly PipeFeeder _feeder;
    private readonly Drivers _drivers;
    private ITelemetry? _telemetry;
    private ICluster? _cluster;

    /// <param name="folder">The node's data folder, to which relative paths in the options refer.</param>
    public Stage(MediaOptions options, string folder, string node, ISecrets secrets, Func<double> chance, TimeProvider time, ILoggerFactory logs)
    {
        (_options, Node, Chance, Time) = (options, node, chance, time);
        Log = logs.CreateLogger<Stage>();
        _began = time.GetTimestamp();
        Epoch = time.GetUtcNow().ToUnixTimeMilliseconds();
        Rounds = new Rounds(time, Log);
        Relays = new RelayRoom(new RingLimits(options.Ring.Span, options.Ring.Groups, (long)options.Ring.CapMegabytes << 20), time, _fence);
        Rounds.Add(Relays);
        _feeder = new PipeFeeder(_fence);
        _storm = new StormLimit(StartsPerSecond, time);
        _drivers = new Drivers(options, folder, secrets, Relays, _feeder, _storm, time, logs);
    }

    internal string Node { get; }

    internal long Epoch { get; }

    internal Func<double> Chance { get; }

    internal TimeProvider Time { get; }

    /// <summary>The monotonic clock of this node.</summary>
    internal TimeSpan Uptime => Time.GetElapsedTime(_began);

    internal ILogger Log { get; }

    internal Rounds Rounds { get; }

    internal RelayRoom Relays { get; }

    internal bool HasBegun => _begun.Task.IsCompleted;

    /// <summary>The entity kind that runs here.</summary>
    public EntityKind Workloads => WorkloadKind.Kind(_options.Restart.ToStrategy(), (id, self) => new WorkloadEffects(id, self, this));

    /// <summary>The path of a workload's FFmpeg log.</summary>
    public string LogOf(EntityId workload) => _drivers.Logs.PathOf(workload.ToString());

    /// <summary>Called when the runtime is up and the fence is known.</summary>
    public void Begin(IFence fence, ITelemetry telemetry, ICluster cluster)
    {
        _fence.Is(fence);
        (_telemetry, _cluster) = (telemetry, cluster);
        _begun.SetResult();
    }

    public async ValueTask DisposeAsync()
    {
        await Rounds.DisposeAsync();
        Relays.Dispose();
        _feeder.Dispose();
        await _drivers.DisposeAsync();
    }

    internal async Task<IDriver> Start(EntityId id, WorkloadSpec spec, CancellationToken stop)
    {
        await _begun.Task.WaitAsync(stop);
        return await _drivers.Start(id, spec, stop);
    }

    internal void Publish(EntityId id, WorkloadFigures? figures) => _telemetry?.Publish(WorkloadFigures.Topic, id.Id, figures);

    private double StartsPerSecond() => _options.StartsPerSecond / Math.Max(1, _cluster?.Members.Count ?? 1);

    /// <summary>Forbids sending until the real fence is known.</summary>
    private sealed class LateFence : IFence
    {
        private volatile IFence? _fence;

        public bool MaySend => _fence is { MaySend: true };

        public void Is(IFence fence) => _fence = fence;
    }
}
