using StreamActors.Kernel;

namespace StreamActors.Domain.Workloads;

/// <summary>
/// When a failed workload is restarted, and when retries are pointless. Pure, so that reconnecting is the same everywhere and
/// can be tested without a process.
/// </summary>
public sealed record RestartStrategy
{
    public static readonly RestartStrategy Default = new();

    public BackOff BackOff { get; init; } = new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30));

    /// <summary>After this long on air the delays start over. A shorter time forgives its share of the failures (decision 0140).</summary>
    public TimeSpan HealthyAfter { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Consecutive refusals that park a destination which was never on air.</summary>
    public int Refusals { get; init; } = 5;

    /// <summary>How long refusals are retried at a destination that was once on air: the cause may be our own dead session.</summary>
    public TimeSpan RefusalTimeout { get; init; } = TimeSpan.FromMinutes(10);

    public int Bugs { get; init; } = 5;

    public TimeSpan BugWindow { get; init; } = TimeSpan.FromMinutes(10);

    public Verdict Decide(FailureHistory history, WorkloadSpec? spec, bool provenOnAir, double chance)
    {
        var failure = history.Latest ?? throw new InvalidOperationException("There is no failure to judge.");
        return failure.Class switch
        {
            ErrorClass.Stalled when spec is { IsReplacedWhenStalled: true } => new Verdict.Retry(TimeSpan.Zero), // its port must be open
            ErrorClass.Network or ErrorClass.EndedByPeer or ErrorClass.Stalled or ErrorClass.DamagedInput => Again(),
            ErrorClass.NotFound when spec is { IsIngest: true } => Again(),
            ErrorClass.InputLost => new Verdict.Wait(),
            // Once may be an accident; repeatedly, frequent retries would take memory from what still runs.
            ErrorClass.Resources => new Verdict.Retry(BackOff.Delay(history.InARow, chance)),
            ErrorClass.BadUrl or ErrorClass.Codec or ErrorClass.Ended => new Verdict.Park(),
            ErrorClass.RefusedAuth or ErrorClass.NotFound => DecideRefusal(),
            ErrorClass.Bug when history.BugsSince(failure.Clock - BugWindow) >= Bugs =>
                new Verdict.Park($"{Bugs} times within {BugWindow.TotalMinutes:0} minutes"),
            ErrorClass.Bug => Again(),
            _ => throw new InvalidOperationException($"{failure.Class} is not known here."),
        };

        // A listener bothers no peer by restarting, and a longer delay would keep its sender out.
        Verdict Again() => new Verdict.Retry(BackOff.Delay(spec is { Listens: true } ? 1 : history.InARow, chance));

        Verdict DecideRefusal()
        {
            if (provenOnAir || failure.MayBeOurselves)
                return failure.Clock - history.RefusedSince >= RefusalTimeout
                    ? new Verdict.Park($"refused for {RefusalTimeout.TotalMinutes:0} minutes") : Again();
            return history.RefusalsInARow >= Refusals ? new Verdict.Park($"refused {Refusals} times in a row") : Again();
        }
    }

    /// <summary>How many earlier failures still count after this long on air: each moment forgives its share of them.</summary>
    public int StillCounted(int inARow, TimeSpan onAir)
    {
        // Failures beyond those that reach the longest delay do not count.
        var most = 1 + (int)Math.Ceiling(Math.Log(BackOff.Max / BackOff.Min, BackOff.Factor));
        return (int)Math.Ceiling(Math.Min(inARow, most) * Math.Clamp(1 - (onAir / HealthyAfter), 0, 1));
    }

    /// <summary>What to do after a failure.</summary>
    public abstract record Verdict
    {
        public sealed record Retry(TimeSpan After) : Verdict;

        /// <summary>Until the input is back; consumes no retry.</summary>
        public sealed record Wait : Verdict;

        /// <param name="Why">The count or time that exhausted the retries; null when the failure itself says enough.</param>
        public sealed record Park(string? Why = null) : Verdict;
    }
}
