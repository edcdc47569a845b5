using StreamActors.Domain.Alerts;
using StreamActors.Domain.Workloads;
using StreamActors.Kernel;

namespace StreamActors.Control;

/// <summary>The phases and metrics of all workloads, cached on every node; and those of machines, pending alerts and channels.</summary>
public sealed class Boards(ITelemetry telemetry, TimeProvider time, ILogger<Board> log) : IHostedService
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

    public Board Phases { get; } = new(PhasesTopic, telemetry, time, log);

    public Board Figures { get; } = new(WorkloadFigures.Topic, telemetry, time, log);

    public Board Hosts { get; } = new(HostFigures.Topic, telemetry, time, log);

    public Board PendingAlerts { get; } = new(PendingAlert.Topic, telemetry, time, log);

    public Board Channels { get; } = new(ChannelHealth.Topic, telemetry, time, log);

    private Board[] All => [Phases, Figures, Hosts, PendingAlerts, Channels];

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var board in All)
            await board.StartAsync(cancellationToken);
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        foreach (var board in All)
            await board.StopAsync(cancellationToken);
    }
}
