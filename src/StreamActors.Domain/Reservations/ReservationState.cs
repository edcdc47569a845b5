using StreamActors.Kernel;

namespace StreamActors.Domain.Reservations;

/// <summary>
/// Who holds the one there is.
/// <code>
///  free ──Reserve──► held until ──Confirm──► confirmed
///   ▲                   │                        │
///   └── Lapse, Release ─┴──────── Release ───────┘
/// </code>
/// </summary>
public sealed record ReservationState(EntityId? Owner, DateTimeOffset? Until)
{
    public static readonly ReservationState Free = new(null, null);

    public bool IsConfirmed => Owner is not null && Until is null;

    public bool IsHeldAt(DateTimeOffset now) => Owner is not null && (Until is null || now < Until);
}

/// <summary>A reservation has nothing in memory that is not stored.</summary>
public sealed record ReservationLive
{
    public static readonly ReservationLive None = new();
}
