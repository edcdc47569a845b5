using StreamActors.Domain.Alerts;
using StreamActors.Domain.Workloads;
using StreamActors.Kernel;

namespace StreamActors.Control;

/// <summary>The phases and metrics of all workloads, cached on every node; and those of machines, pending alerts and channels.</summary>
public sealed class TelemetryCaches(ITelemetry telemetry, TimeProvider time, ILogger<TelemetryCache> log) : IHostedService
{
    /// <summary>The topic of phase changes; the key is the workload's id, the value its event.</summary>
    public const string PhasesTopic = "phases";

    /// <summary>The workload that changed.</summary>
    public event Action<string> Changed
    {
        add
        {
            Phases.Changed += value;
            Figures.Changed += value;
        }
        remove
        {
            Phases.Changed -= value;
            Figures.Changed -= value;
        }
    }

    public TelemetryCache Phases { get; } = new(PhasesTopic, telemetry, time, log);

    public TelemetryCache Figures { get; } = new(WorkloadFigures.Topic, telemetry, time, log);

    public TelemetryCache Hosts { get; } = new(HostFigures.Topic, telemetry, time, log);

    public TelemetryCache Routers { get; } = new(RouterHealth.Topic, telemetry, time, log);

    public TelemetryCache PendingAlerts { get; } = new(PendingAlert.Topic, telemetry, time, log);

    public TelemetryCache Channels { get; } = new(ChannelHealth.Topic, telemetry, time, log);

    private TelemetryCache[] All => [Phases, Figures, Hosts, Routers, PendingAlerts, Channels];

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var telemetryCache in All)
            await telemetryCache.StartAsync(cancellationToken);
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        foreach (var telemetryCache in All)
            await telemetryCache.StopAsync(cancellationToken);
    }
}
