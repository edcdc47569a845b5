using StreamActors.Kernel;

namespace StreamActors.Domain.Access;

// Names and members are the storage format: change one only with a new version and an upcast.

public sealed record UserCreated(Role Role, SealedSecret Password, DateTimeOffset At) : Event;

public sealed record UserEdited(Role Role, bool Disabled) : Event;

public sealed record PasswordChanged(SealedSecret Password, DateTimeOffset At) : Event;

public sealed record SessionsEnded(DateTimeOffset At) : Event;

public sealed record UserRemoved : Event;
