using System.Collections.Immutable;

namespace StreamActors.Domain.Alerts;

/// <summary>One message about several alerts; every retry sends exactly this.</summary>
/// <param name="Id">Lets the receiver recognise a repeat.</param>
public sealed record Notice(string Id, DateTimeOffset At, ImmutableArray<NoticeItem> Items)
{
    public bool Equals(Notice? other) => other is not null && (Id, At) == (other.Id, other.At) && Items.SequenceEqual(other.Items);

    public override int GetHashCode() => HashCode.Combine(Id, At);
}

/// <param name="Firing">False: resolved.</param>
/// <param name="Again">A reminder of an alert that is not acknowledged.</param>
/// <param name="Why">Why it was resolved.</param>
public sealed record NoticeItem(string Alert, bool Firing, AlertSeverity Severity, string Summary, DateTimeOffset Since, bool Again = false,
    string? Why = null);

/// <param name="Told">The alerts the receiver believes to be firing, with the time it was last notified.</param>
/// <param name="Open">Planned, and neither sent nor abandoned.</param>
/// <param name="Fault">Why the last message was abandoned; null after one was sent.</param>
/// <param name="RestUntil">No new message before this time.</param>
public sealed record DeliveryState(ImmutableSortedDictionary<string, DateTimeOffset> Told, Notice? Open, DateTimeOffset? PlannedAt,
    DateTimeOffset? SentAt, long Sent, long Abandoned, string? Fault, DateTimeOffset? FaultAt, DateTimeOffset? RestUntil)
{
    public static readonly DeliveryState None = new(ImmutableSortedDictionary<string, DateTimeOffset>.Empty.WithComparers(
        StringComparer.Ordinal), null, null, null, 0, 0, null, null, null);
}

/// <summary>A delivery has no in-memory state.</summary>
public sealed record DeliveryLive
{
    public static readonly DeliveryLive None = new();
}
