using StreamActors.Kernel;

namespace StreamActors.Domain.Workloads;

/// <summary>Say <see cref="SourceCame"/> and <see cref="SourceWent"/> from now on; starts are staggered there.</summary>
public sealed record WatchSource(WorkloadSpec Spec) : Effect;

/// <summary>Start the driver; the version performed with is the incarnation.</summary>
public sealed record StartMedia(WorkloadSpec Spec) : Effect;

/// <summary>The running driver goes on; from now on it may stand still for this long.</summary>
public sealed record ChangeStallTime(TimeSpan StallAfter) : Effect;

/// <summary>Walk down the stop ladder, then say <see cref="MediaEnded"/>.</summary>
public sealed record StopMedia(string Why) : Effect;

public sealed record LeaveSource : Effect;
