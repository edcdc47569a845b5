using StreamActors.Kernel;

namespace StreamActors.Domain.Reservations;

/// <summary>
/// The holder of a unique resource.
/// <code>
///  free ──Reserve──► held by attempts ──Confirm──► held permanently (and by attempts)
///   ▲                       │                            │
///   └── Lapse, Release ─────┴────────── Release ─────────┘   of the last holder
/// </code>
/// </summary>
public sealed record ReservationState(EntityId? Owner, ClaimHolders Grips)
{
    public static readonly ReservationState Free = new(null, ClaimHolders.None);
}

/// <summary>A reservation has no in-memory state.</summary>
public sealed record ReservationLive
{
    public static readonly ReservationLive None = new();
}
