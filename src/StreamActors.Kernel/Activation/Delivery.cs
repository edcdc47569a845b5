namespace StreamActors.Kernel;

/// <summary>A command on its way, with the name that makes a retry safe and the version its sender has seen.</summary>
public sealed record Delivery(Command Command, CommandId Id, long? ExpectedVersion = null);

/// <summary>What an entity makes of a delivery before anything is stored.</summary>
public abstract record Verdict;

/// <summary>Answered at once; nothing changes.</summary>
public sealed record Answer(Reply Reply) : Verdict;

/// <summary>Carried out before: its events are numbers <paramref name="First"/> to First + Count - 1.</summary>
public sealed record CarriedOut(long Version, long First, int Count) : Verdict;

/// <summary>To be stored (where there are envelopes) and then applied.</summary>
public sealed record Commit(Delivery Delivery, IReadOnlyList<Envelope> Envelopes, IReadOnlyList<Fact> Facts) : Verdict;

/// <summary>An effect, and the entity's version at what caused it.</summary>
public readonly record struct Due(Effect Effect, long Version);
