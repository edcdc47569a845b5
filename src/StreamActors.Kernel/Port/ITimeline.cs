namespace StreamActors.Kernel;

/// <summary>What happened when, in words an operator can read later. Bounded; what does not fit is counted as dropped.</summary>
public interface ITimeline
{
    void Append(Moment moment);

    long Dropped { get; }
}

/// <summary>One happening of one entity on one node; an event has its sequence number, a fact has none.</summary>
public sealed record Moment(DateTimeOffset At, EntityId Id, string Node, long? Sequence, string Who, Happening Happening);
