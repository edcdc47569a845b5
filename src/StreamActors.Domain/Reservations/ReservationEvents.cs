using StreamActors.Kernel;

namespace StreamActors.Domain.Reservations;

// Names and members are the storage format: change one only with a new version and an upcast.

public sealed record Reserved(EntityId Owner, DateTimeOffset Until) : Event;

public sealed record Confirmed(EntityId Owner) : Event;

public sealed record Released(EntityId Owner) : Event;

public sealed record Lapsed(EntityId Owner) : Event;
