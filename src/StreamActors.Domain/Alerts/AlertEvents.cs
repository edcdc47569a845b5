using StreamActors.Kernel;

namespace StreamActors.Domain.Alerts;

// Names and members are the storage format: change one only with a new version and an upcast.

public sealed record AlertFired(AlertSeverity Severity, string Summary, DateTimeOffset Since, DateTimeOffset At) : Event;

public sealed record AlertResolved(string Why, DateTimeOffset At) : Event;

public sealed record AlertAcknowledged(string By, string? Note, DateTimeOffset At) : Event;

public sealed record AlertSilenced(string By, string Reason, DateTimeOffset Until, DateTimeOffset At) : Event;

public sealed record AlertUnsilenced(DateTimeOffset At) : Event;
