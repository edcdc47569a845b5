using StreamActors.Kernel;

namespace StreamActors.Domain.Workloads;

/// <summary>Say <see cref="SourceCame"/> and <see cref="SourceWent"/> from now on; starts are staggered there.</summary>
public sealed record WatchSource(WorkloadSpec Spec) : Effect;

/// <summary>Start the driver; the version performed with is the incarnation.</summary>
public sealed record StartMedia(WorkloadSpec Spec) : Effect;

/// <summary>Walk down the stop ladder, then say <see cref="MediaEnded"/>.</summary>
public sealed record StopMedia(string Why) : Effect;

public sealed record LeaveSource : Effect;
