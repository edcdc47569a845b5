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
    Action Committed,
    AskDesk Desk,
    Figures Figures,
    ILogger Log);
