using Microsoft.Extensions.Logging;
using StreamActors.Kernel;

namespace StreamActors.Runtime.Embedded;

/// <summary>What every resident of a node shares.</summary>
internal sealed class Surroundings(
    string node, IJournal journal, ITimeline timeline, TimeProvider clock, Func<double> chance, int wakesAtOnce, ILogger log)
{
    public string Node => node;

    public IJournal Journal => journal;

    public ITimeline Timeline => timeline;

    public TimeProvider Clock => clock;

    public Func<double> Chance => chance;

    public ILogger Log => log;

    public Agenda Agenda { get; } = new(clock);

    public Deadlines Deadlines { get; } = new(clock);

    public Roster Roster { get; } = new();

    /// <summary>How many may read the journal at once to wake: thousands wake together at a start.</summary>
    public SemaphoreSlim WakeGate { get; } = new(wakesAtOnce);

    public Figures Figures { get; } = new();

    /// <summary>Set when the node begins to stop: nothing new is begun after it.</summary>
    public CancellationTokenSource Stopping { get; } = new();
}
