using StreamActors.Kernel;

namespace StreamActors.Domain.Workloads;

/// <summary>Report <see cref="SourceCame"/> and <see cref="SourceWent"/> from now on; staggers starts.</summary>
public sealed record WatchSource(WorkloadSpec Spec) : Effect;

/// <summary>Start the driver; the effect's version is the incarnation.</summary>
public sealed record StartMedia(WorkloadSpec Spec) : Effect;

/// <summary>Change the stall time of the running driver.</summary>
public sealed record ChangeStallTime(TimeSpan StallAfter) : Effect;

/// <summary>Run the stop ladder, then send <see cref="MediaEnded"/>.</summary>
public sealed record StopMedia(string Why) : Effect;

public sealed record LeaveSource : Effect;
