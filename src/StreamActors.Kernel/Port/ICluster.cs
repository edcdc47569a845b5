namespace StreamActors.Kernel;

/// <summary>The nodes together. A single node is a cluster of one.</summary>
public interface ICluster
{
    string Self { get; }

    IReadOnlyList<Member> Members { get; }

    /// <summary>Whether this node reaches a majority of the members.</summary>
    bool InContact { get; }

    /// <summary>The node where an entity is active now; null when every node answers that it is not active there.</summary>
    /// <exception cref="TimeoutException">Not every node answered, and the entity is not active on those that did.</exception>
    ValueTask<string?> Where(EntityId id);

    /// <summary>Moves everything off a node, then lets it leave; a refusal when there is no other node.</summary>
    Task<Refusal?> Drain(string node, CancellationToken stop);

    Task<MovePlan> Plan(CancellationToken stop);

    Task Apply(MovePlan plan, CancellationToken stop);
}

public sealed record Member(string Node, string Address, string Status, DateTimeOffset Since);

public sealed record MovePlan(IReadOnlyList<Move> Moves);

public sealed record Move(string Cell, string From, string To, string Why);
