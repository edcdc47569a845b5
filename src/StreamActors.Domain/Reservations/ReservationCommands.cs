using StreamActors.Kernel;

namespace StreamActors.Domain.Reservations;

/// <summary>First step of reserve, create, confirm: held for <paramref name="For"/>, so that an orphan runs out by itself.</summary>
public sealed record Reserve(EntityId Owner, TimeSpan For) : Command;

/// <summary>The owner exists now: held until it is released.</summary>
public sealed record Confirm(EntityId Owner) : Command;

public sealed record Release(EntityId Owner) : Command;

/// <summary>What the reminder says when an unconfirmed reservation has run out.</summary>
public sealed record Lapse : Command;
