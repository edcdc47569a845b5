using StreamActors.Kernel;

namespace StreamActors.Domain.Workloads;

// Names and members are the storage format: change one only with a new version and an upcast.

public sealed record Assigned(EntityId Owner, long Revision, WorkloadSpec Spec, bool On) : Event;

public sealed record Retired(EntityId Owner, long Revision) : Event;

/// <summary>Stored before the driver starts: its sequence number is the incarnation.</summary>
public sealed record WorkloadStarted(string Node, long Epoch) : Event;

/// <summary>This address has accepted media for the first time.</summary>
public sealed record ProvedOnAir : Event;

public sealed record Parked(ErrorClass Class, string Why, DateTimeOffset At) : Event;

public sealed record Unparked(string Why) : Event;
