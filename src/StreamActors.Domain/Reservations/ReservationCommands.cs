using StreamActors.Kernel;

namespace StreamActors.Domain.Reservations;

// Whoever says no attempt says it of what the owner has lastingly.

/// <summary>First step of reserve, create, confirm: held for <paramref name="For"/>, so that an orphan runs out by itself.</summary>
public sealed record Reserve(EntityId Owner, TimeSpan For, string Attempt = "") : Command;

/// <summary>The owner exists now, by this attempt: held until it is released.</summary>
public sealed record Confirm(EntityId Owner, string Attempt = "") : Command;

public sealed record Release(EntityId Owner, string Attempt = "") : Command;

/// <summary>What the reminder says when an unconfirmed reservation has run out.</summary>
public sealed record Lapse : Command;
