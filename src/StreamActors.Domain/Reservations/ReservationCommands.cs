using StreamActors.Kernel;

namespace StreamActors.Domain.Reservations;

// An empty attempt means the owner's permanent claim.

/// <summary>First step of reserve, create, confirm: held for <paramref name="For"/>, so that an abandoned one expires.</summary>
public sealed record Reserve(EntityId Owner, TimeSpan For, string Attempt = "") : Command;

/// <summary>The owner now exists, created by this attempt: held until it is released.</summary>
public sealed record Confirm(EntityId Owner, string Attempt = "") : Command;

public sealed record Release(EntityId Owner, string Attempt = "") : Command;

/// <summary>Sent by the reminder when an unconfirmed reservation has expired.</summary>
public sealed record Lapse : Command;
