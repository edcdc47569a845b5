namespace StreamActors.Kernel;

/// <summary>A command in transit, with the id that makes a retry safe and the version the sender has seen.</summary>
public sealed record Delivery(Command Command, CommandId Id, long? ExpectedVersion = null);

/// <summary>The result of evaluating a delivery, before anything is stored.</summary>
public abstract record Verdict;

/// <summary>Reply at once; nothing changes.</summary>
public sealed record Answer(Reply Reply) : Verdict;

/// <summary>Already carried out: its events have the numbers <paramref name="First"/> to First + Count - 1.</summary>
public sealed record CarriedOut(long Version, long First, int Count) : Verdict;

/// <summary>Store the envelopes, if any, then apply.</summary>
public sealed record Commit(Delivery Delivery, IReadOnlyList<Envelope> Envelopes, IReadOnlyList<Fact> Facts) : Verdict;

/// <summary>An effect, and the version of the entity at the event or fact that caused it.</summary>
public readonly record struct PendingEffect(Effect Effect, long Version);
