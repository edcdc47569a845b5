using StreamActors.Kernel;

namespace StreamActors.Domain.Access;

// Names and members are the storage format: change one only with a new version and an upcast.

public sealed record KeyIssued(KeyConfig Config) : Event;

public sealed record KeyRevoked : Event;
