using StreamActors.Kernel;

namespace StreamActors.Runtime.Embedded;

/// <summary>The cluster of one: always in contact with itself, and with nowhere to move anything.</summary>
internal sealed class OneNode(string node, DateTimeOffset since, Roster roster) : ICluster
{
    public string Self => node;

    public IReadOnlyList<Member> Members { get; } = [new Member(node, "local", "up", since)];

    public bool InContact => true;

    public ValueTask<string?> Where(EntityId id) => new(roster.Find(id)?.Phase == Phase.Awake ? node : null);

    public Task<Refusal?> Drain(string node, CancellationToken stop) => Task.FromResult<Refusal?>(string.Equals(node, Self, StringComparison.Ordinal)
        ? new Refusal("nowhere-to-go", $"{Self} is the only node: there is nowhere to move its work. Stop it, or run a cluster.")
        : new Refusal("unknown-node", $"There is no node '{node}'; this one is {Self}, and it is alone."));

    public Task<MovePlan> Plan(CancellationToken stop) => Task.FromResult(new MovePlan([]));

    public Task Apply(MovePlan plan, CancellationToken stop) => plan.Moves.Count == 0
        ? Task.CompletedTask
        : throw new ArgumentException($"{Self} is the only node: nothing can move.", nameof(plan));
}
