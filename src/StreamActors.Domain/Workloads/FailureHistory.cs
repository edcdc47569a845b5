using System.Collections.Immutable;

namespace StreamActors.Domain.Workloads;

/// <summary>A failure. <paramref name="MayBeOurselves"/>: the peer reports another publisher, perhaps our own old session.</summary>
public sealed record Failure(ErrorClass Class, string Text, DateTimeOffset At, bool MayBeOurselves = false)
{
    /// <summary>Its time on the node's monotonic clock: intervals must not depend on the wall clock (decision 0133).</summary>
    public TimeSpan Clock { get; init; }
}

/// <summary>What the restart strategy needs to know of past failures. In memory only; a restart clears it.</summary>
public sealed record FailureHistory
{
    public static readonly FailureHistory None = new();

    private const int BugsKept = 32;

    public Failure? Latest { get; init; }

    /// <summary>Failures that consumed a retry since it was last on air for long enough.</summary>
    public int InARow { get; init; }

    public int RefusalsInARow { get; init; }

    public TimeSpan RefusedSince { get; init; }

    public ImmutableArray<TimeSpan> Bugs { get; init; } = [];

    public int BugsSince(TimeSpan since) => Bugs.Count(at => at >= since);

    public FailureHistory With(Failure failure)
    {
        var refused = failure.Class is ErrorClass.RefusedAuth or ErrorClass.NotFound;
        return this with
        {
            Latest = failure,
            InARow = InARow + (failure.Class is ErrorClass.InputLost ? 0 : 1),
            RefusalsInARow = refused ? RefusalsInARow + 1 : 0,
            RefusedSince = refused && RefusalsInARow == 0 ? failure.Clock : RefusedSince,
            Bugs = failure.Class == ErrorClass.Bug ? [.. Bugs.TakeLast(BugsKept - 1), failure.Clock] : Bugs,
        };
    }

    /// <summary>After time on air: clears refusals, keeps <paramref name="left"/> failures; crashes count within their window.</summary>
    public FailureHistory Forgiven(int left) => this with { InARow = left, RefusalsInARow = 0 };
}
