using StreamActors.Kernel;

namespace StreamActors.Domain.Alerts;

/// <summary>What is to be told next. Stored before it is sent, so that whoever goes on sends the very same.</summary>
public sealed record PlanNotice(Notice Notice) : Command;

/// <summary>The other side has taken it.</summary>
public sealed record ConfirmNotice(string Notice) : Command;

/// <summary>It was tried long enough. What it told of and still is so will be told anew, after a rest.</summary>
public sealed record AbandonNotice(string Notice, string Why, DateTimeOffset RestUntil) : Command;

/// <summary>The channel is gone: another one of its name has been told nothing.</summary>
public sealed record ClearDelivery : Command;
