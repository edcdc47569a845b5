using Microsoft.Extensions.Logging;
using StreamActors.Kernel;

namespace StreamActors.Runtime.Akka;

/// <summary>What every entity of a node shares.</summary>
internal sealed record Surroundings(
    string Node,
    IReadOnlyDictionary<string, EntityKind> Kinds,
    Vocabulary Vocabulary,
    IJournal Journal,
    ITimeline Timeline,
    TimeProvider Clock,
    Func<double> Chance,
    TimeSpan Deadline,
    AskDesk Desk,
    Figures Figures,
    ILogger Log)
{
    /// <summary>How many may read the journal at once to wake: thousands wake together when a node is lost.</summary>
    public SemaphoreSlim WakeGate { get; } = new(16);
}
