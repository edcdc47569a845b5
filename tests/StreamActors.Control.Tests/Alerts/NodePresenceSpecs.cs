using StreamActors.Kernel;

namespace StreamActors.Control.Tests;

/// <summary>Which nodes are down, and which have left.</summary>
public sealed class NodePresenceSpecs
{
    private readonly Cluster _cluster = new();
    private readonly NodePresence _nodePresence;

    public NodePresenceSpecs() => _nodePresence = new NodePresence(_cluster);

    [Fact]
    public void A_node_that_vanished_is_down_until_it_is_back()
    {
        Call(0, ("a", "up"), ("b", "up"))["b"].ShouldBe(true);
        Call(1, ("a", "up"), ("b", "unreachable"))["b"].ShouldBe(false);
        Call(9, ("a", "up"))["b"].ShouldBe(false);
        Call(20, ("a", "up"), ("b", "joining"))["b"].ShouldBeNull();
        Call(21, ("a", "up"), ("b", "up"))["b"].ShouldBe(true);
    }

    [Fact]
    public void A_node_that_left_in_good_order_is_forgotten()
    {
        Call(0, ("a", "up"), ("b", "up"));
        Call(1, ("a", "up"), ("b", "leaving"));
        Call(2, ("a", "up")).Keys.ShouldBe(["a"]);
    }

    [Fact]
    public void A_node_that_is_gone_for_a_day_is_taken_as_gone_for_good()
    {
        Call(0, ("a", "up"), ("b", "up"));
        Call(1, ("a", "up"))["b"].ShouldBe(false);
        Call(86_401, ("a", "up"))["b"].ShouldBe(false);
        Call(86_402, ("a", "up")).Keys.ShouldBe(["a"]);
    }

    private Dictionary<string, bool?> Call(double second, params (string Node, string Status)[] members)
    {
        _cluster.Members = [.. members.Select(m => new Member(m.Node, "", m.Status, AlertScenes.Start))];
        return _nodePresence.Call(AlertScenes.Start + AlertScenes.Seconds(second))
            .ToDictionary(s => s.Id.Id, s => s.IsUp, StringComparer.Ordinal);
    }

    private sealed class Cluster : ICluster
    {
        public string Self => "a";

        public IReadOnlyList<Member> Members { get; set; } = [];

        public bool InContact => true;

        public ValueTask<string?> Where(EntityId id) => throw new NotSupportedException();

        public Task<Refusal?> Drain(string node, CancellationToken stop) => throw new NotSupportedException();

        public Task<MovePlan> Plan(CancellationToken stop) => throw new NotSupportedException();

        public Task Apply(MovePlan plan, CancellationToken stop) => throw new NotSupportedException();
    }
}
