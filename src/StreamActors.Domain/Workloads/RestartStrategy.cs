using StreamActors.Kernel;

namespace StreamActors.Domain.Workloads;

/// <summary>
/// When a failed workload is started again, and when no retry can cure it. Data and pure arithmetic, so that
/// reconnecting is the same everywhere and needs no process to be tested.
/// </summary>
public sealed record RestartStrategy
{
    public static readonly RestartStrategy Default = new();

    public BackOff BackOff { get; init; } = new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30));

    /// <summary>This long on air, and the delays begin anew. A part of it forgives its part of the failures (decision 0140).</summary>
    public TimeSpan HealthyAfter { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Refusals in a row that park a destination which was never on air.</summary>
    public int Refusals { get; init; } = 5;

    /// <summary>How long refusals are borne by a destination that was once on air: it may be our own dead session.</summary>
    public TimeSpan RefusalPatience { get; init; } = TimeSpan.FromMinutes(10);

    public int Bugs { get; init; } = 5;

    public TimeSpan BugWindow { get; init; } = TimeSpan.FromMinutes(10);

    public Verdict Judge(FailureHistory history, WorkloadSpec? spec, bool provenOnAir, double chance)
    {
        var failure = history.Latest ?? throw new InvalidOperationException("There is no failure to judge.");
        return failure.Class switch
        {
            ErrorClass.Stalled when spec is { IsReplacedWhenStalled: true } => new Verdict.Retry(TimeSpan.Zero), // nobody is called: its port is to be open
            ErrorClass.Network or ErrorClass.EndedByPeer or ErrorClass.Stalled or ErrorClass.DamagedInput => Again(),
            ErrorClass.NotFound when spec is { IsIngest: true } => Again(),
            ErrorClass.InputLost => new Verdict.Wait(),
            // Once is the kernel that took memory for somebody else; again and again, and asking often would take from those that still run.
            ErrorClass.Resources => new Verdict.Retry(BackOff.Delay(history.InARow, chance)),
            ErrorClass.BadUrl or ErrorClass.Codec or ErrorClass.Ended => new Verdict.Park(),
            ErrorClass.RefusedAuth or ErrorClass.NotFound => JudgeRefusal(),
            ErrorClass.Bug when history.BugsSince(failure.Clock - BugWindow) >= Bugs => new Verdict.Park($"{Bugs} times within {BugWindow.TotalMinutes:0} minutes"),
            ErrorClass.Bug => Again(),
            _ => throw new InvalidOperationException($"{failure.Class} is not known here."),
        };

        // Whoever listens bothers nobody by doing so again, and a longer delay would keep a sender out.
        Verdict Again() => new Verdict.Retry(BackOff.Delay(spec is { Listens: true } ? 1 : history.InARow, chance));

        Verdict JudgeRefusal()
        {
            if (provenOnAir || failure.MayBeOurselves)
                return failure.Clock - history.RefusedSince >= RefusalPatience ? new Verdict.Park($"refused for {RefusalPatience.TotalMinutes:0} minutes") : Again();
            return history.RefusalsInARow >= Refusals ? new Verdict.Park($"refused {Refusals} times in a row") : Again();
        }
    }

    /// <summary>How many earlier failures still count after it was on air for that long: each moment forgives its share of them.</summary>
    public int StillCounted(int inARow, TimeSpan onAir)
    {
        // More than lead to the longest delay count no more than those.
        var most = 1 + (int)Math.Ceiling(Math.Log(BackOff.Max / BackOff.Min, BackOff.Factor));
        return (int)Math.Ceiling(Math.Min(inARow, most) * Math.Clamp(1 - (onAir / HealthyAfter), 0, 1));
    }

    /// <summary>What a failure leads to.</summary>
    public abstract record Verdict
    {
        public sealed record Retry(TimeSpan After) : Verdict;

        /// <summary>Until the input is there again; no retry is spent.</summary>
        public sealed record Wait : Verdict;

        /// <param name="Why">What made it so many that no other is made; null where the failure itself says enough.</param>
        public sealed record Park(string? Why = null) : Verdict;
    }
}
