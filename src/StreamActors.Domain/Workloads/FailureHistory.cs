using System.Collections.Immutable;

namespace StreamActors.Domain.Workloads;

/// <summary>A failure as it was seen. <paramref name="MayBeOurselves"/>: the peer says that somebody publishes there already.</summary>
public sealed record Failure(ErrorClass Class, string Text, DateTimeOffset At, bool MayBeOurselves = false)
{
    /// <summary>When it was on the monotonic clock of its node: how far failures lie apart must not follow the wall clock (decision 0133).</summary>
    public TimeSpan Clock { get; init; }
}

/// <summary>As much of the past failures as the restart strategy asks about. Lives in memory; a restart forgives.</summary>
public sealed record FailureHistory
{
    public static readonly FailureHistory None = new();

    private const int BugsKept = 32;

    public Failure? Latest { get; init; }

    /// <summary>Failures that spend a retry, since the last time it was on air long enough.</summary>
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

    /// <summary>It was on air: refusals begin anew, of the failures so many still count, crashes are counted by their window.</summary>
    public FailureHistory Forgiven(int left) => this with { InARow = left, RefusalsInARow = 0 };
}
