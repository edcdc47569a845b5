using Microsoft.Extensions.Logging;
using StreamActors.Kernel;

namespace StreamActors.Runtime;

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

    public Roster Roster { get; } = new();

    /// <summary>How many may read the journal at once to wake: thousands wake together at a start, or when another node is lost.</summary>
    public SemaphoreSlim WakeGate { get; } = new(wakesAtOnce);

    public Figures Figures { get; } = new();

    /// <summary>Set when the node begins to stop: nothing new is begun after it.</summary>
    public CancellationTokenSource Stopping { get; } = new();

    /// <summary>Tells whoever waits why it was not taken; what nobody waits for is counted.</summary>
    public void TurnAway(EntityKind kind, Post post, Reception why)
    {
        if (post is not Question question)
        {
            Figures.Dropped(kind.Name);
            return;
        }
        if (why == Reception.Full)
            Figures.Busy(kind.Name);
        question.Fail(why == Reception.Full ? new Busy() : Resident.Leaves);
    }
}
