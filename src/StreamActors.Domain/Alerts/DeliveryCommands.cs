using StreamActors.Kernel;

namespace StreamActors.Domain.Alerts;

/// <summary>The next message. Stored before it is sent, so that a retry sends the same message.</summary>
public sealed record PlanNotice(Notice Notice) : Command;

/// <summary>The message was accepted by the receiver.</summary>
public sealed record ConfirmNotice(string Notice) : Command;

/// <summary>Give the message up. Its alerts that still fire are sent in a new message after a pause.</summary>
public sealed record AbandonNotice(string Notice, string Why, DateTimeOffset RestUntil) : Command;

/// <summary>The channel was removed: a new channel of the same name starts with no history.</summary>
public sealed record ClearDelivery : Command;
