namespace StreamActors.Kernel;

/// <summary>What happened when, for an operator to read later. Bounded; entries that do not fit are counted as dropped.</summary>
public interface ITimeline
{
    void Append(Moment moment);

    long Dropped { get; }
}

/// <summary>One event or fact of one entity on one node; only an event has a sequence number.</summary>
public sealed record Moment(DateTimeOffset At, EntityId Id, string Node, long? Sequence, string Who, Happening Happening);
