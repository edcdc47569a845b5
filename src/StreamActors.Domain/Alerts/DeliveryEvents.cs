using StreamActors.Kernel;

namespace StreamActors.Domain.Alerts;

// Names and members are the storage format: change one only with a new version and an upcast.

public sealed record NoticePlanned(Notice Notice) : Event;

public sealed record NoticeSent(string Notice, DateTimeOffset At) : Event;

public sealed record NoticeAbandoned(string Notice, string Why, DateTimeOffset RestUntil, DateTimeOffset At) : Event;

public sealed record DeliveryCleared : Event;
