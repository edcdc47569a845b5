using StreamActors.Kernel;

namespace StreamActors.Domain.Reservations;

// Names and members are the storage format: change one only with a new version and an upcast.

public sealed record Reserved(EntityId Owner, DateTimeOffset Until, string Attempt = "") : Event;

public sealed record Confirmed(EntityId Owner, string Attempt = "") : Event;

public sealed record Released(EntityId Owner, string Attempt = "") : Event;

/// <summary>No holder remains: every attempt expired.</summary>
public sealed record Lapsed(EntityId Owner) : Event;
