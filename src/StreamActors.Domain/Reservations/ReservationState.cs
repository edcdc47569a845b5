using StreamActors.Kernel;

namespace StreamActors.Domain.Reservations;

/// <summary>
/// Who holds the one there is.
/// <code>
///  free ──Reserve──► held by attempts ──Confirm──► held lastingly (and by attempts)
///   ▲                       │                            │
///   └── Lapse, Release ─────┴────────── Release ─────────┘   of the last grip
/// </code>
/// </summary>
public sealed record ReservationState(EntityId? Owner, Grips Grips)
{
    public static readonly ReservationState Free = new(null, Grips.None);
}

/// <summary>A reservation has nothing in memory that is not stored.</summary>
public sealed record ReservationLive
{
    public static readonly ReservationLive None = new();
}
