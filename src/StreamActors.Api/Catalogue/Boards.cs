using StreamActors.Domain.Workloads;
using StreamActors.Kernel;

namespace StreamActors.Api;

/// <summary>What every node knows of all workloads without asking them: their phases, and their figures.</summary>
public sealed class Boards(ITelemetry telemetry, TimeProvider time, ILogger<Board> log) : IHostedService
{
    /// <summary>The topic of phases; the key is the workload's id, the value the fact that it moved.</summary>
    public const string PhasesTopic = "phases";

    /// <summary>The workload of which something is another now.</summary>
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

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await Phases.StartAsync(cancellationToken);
        await Figures.StartAsync(cancellationToken);
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await Phases.StopAsync(cancellationToken);
        await Figures.StopAsync(cancellationToken);
    }
}
