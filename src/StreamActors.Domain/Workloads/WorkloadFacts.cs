using StreamActors.Kernel;

namespace StreamActors.Domain.Workloads;

/// <summary>The phase or its reason has changed.</summary>
public sealed record PhaseChanged(Phase To, string Reason, DateTimeOffset At, DateTimeOffset? RetryAt = null) : Fact
{
    /// <summary>The class of the failure that caused it; null when none did.</summary>
    public ErrorClass? Class { get; init; }
}

public sealed record Failed(Failure Failure) : Fact;

/// <summary>After time on air only <paramref name="Left"/> of the earlier failures still count.</summary>
public sealed record Recovered(int Left = 0) : Fact;

/// <summary>An operator intervened: earlier failures no longer count.</summary>
public sealed record FailuresCleared : Fact;

public sealed record SourceSeen(Place? Here) : Fact;

public sealed record MediaSeen(bool Open) : Fact;
