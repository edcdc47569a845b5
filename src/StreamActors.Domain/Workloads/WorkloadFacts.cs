using StreamActors.Kernel;

namespace StreamActors.Domain.Workloads;

/// <summary>It is in another phase now, or in the same for another reason.</summary>
public sealed record Moved(Phase To, string Reason, DateTimeOffset At, DateTimeOffset? RetryAt = null) : Fact
{
    /// <summary>What kind of failure brought it there, where one did.</summary>
    public ErrorClass? Class { get; init; }
}

public sealed record Failed(Failure Failure) : Fact;

/// <summary>It was on air: of the earlier failures only so many still count.</summary>
public sealed record Recovered(int Left = 0) : Fact;

/// <summary>Somebody has put a hand to it: whatever failed before counts for nothing.</summary>
public sealed record BegunAnew : Fact;

public sealed record SourceSeen(Place? Here) : Fact;

public sealed record MediaSeen(bool Open) : Fact;
