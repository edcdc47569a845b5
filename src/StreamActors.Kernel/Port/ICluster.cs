namespace StreamActors.Kernel;

/// <summary>The nodes together. A single node is a cluster of one.</summary>
public interface ICluster
{
    string Self { get; }

    IReadOnlyList<Member> Members { get; }

    /// <summary>Whether a majority of the members can be reached from here.</summary>
    bool InContact { get; }

    /// <summary>The node where an entity is awake now; null where every node says that it is not awake there.</summary>
    /// <exception cref="TimeoutException">Not every node has said, and it is not awake at those that have.</exception>
    ValueTask<string?> Where(EntityId id);

    /// <summary>Moves everything off a node, then lets it leave; a refusal when there is nowhere to go.</summary>
    Task<Refusal?> Drain(string node, CancellationToken stop);

    Task<MovePlan> Plan(CancellationToken stop);

    Task Apply(MovePlan plan, CancellationToken stop);
}

public sealed record Member(string Node, string Address, string Status, DateTimeOffset Since);

public sealed record MovePlan(IReadOnlyList<Move> Moves);

public sealed record Move(string Cell, string From, string To, string Why);
