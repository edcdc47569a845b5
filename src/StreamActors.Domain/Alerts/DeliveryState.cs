using System.Collections.Immutable;

namespace StreamActors.Domain.Alerts;

/// <summary>One message of several alerts, exactly as it is told, however often it has to be sent.</summary>
/// <param name="Id">The receiver knows a repeat by it.</param>
public sealed record Notice(string Id, DateTimeOffset At, ImmutableArray<NoticeItem> Items)
{
    public bool Equals(Notice? other) => other is not null && (Id, At) == (other.Id, other.At) && Items.SequenceEqual(other.Items);

    public override int GetHashCode() => HashCode.Combine(Id, At);
}

/// <param name="Firing">False: it is resolved.</param>
/// <param name="Again">It was told before, and nobody has acknowledged it.</param>
/// <param name="Why">Why it is resolved.</param>
public sealed record NoticeItem(string Alert, bool Firing, AlertSeverity Severity, string Summary, DateTimeOffset Since, bool Again = false, string? Why = null);

/// <param name="Told">The alerts the other side believes to be firing, and when it was last told so.</param>
/// <param name="Open">Planned, and neither sent nor given up.</param>
/// <param name="Fault">Why the last one was given up; null once one was sent.</param>
/// <param name="RestUntil">No new one before that.</param>
public sealed record DeliveryState(ImmutableSortedDictionary<string, DateTimeOffset> Told, Notice? Open, DateTimeOffset? PlannedAt, DateTimeOffset? SentAt, long Sent, long Abandoned, string? Fault, DateTimeOffset? FaultAt, DateTimeOffset? RestUntil)
{
    public static readonly DeliveryState None = new(ImmutableSortedDictionary<string, DateTimeOffset>.Empty.WithComparers(StringComparer.Ordinal), null, null, null, 0, 0, null, null, null);
}

/// <summary>A delivery has nothing in memory that is not stored.</summary>
public sealed record DeliveryLive
{
    public static readonly DeliveryLive None = new();
}
