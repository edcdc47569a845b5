namespace StreamActors.Server.Tests.Cluster;

/// <summary>Two nodes, either of which is killed: the other continues.</summary>
public sealed class NodeDeathSpecs
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_node_that_is_left_of_two_goes_on_and_takes_over(bool killTheLowest)
    {
        await using var nodes = await Nodes.OnPostgres();
        var one = await nodes.Up("one");
        var two = await nodes.Up("two", join: one);
        await Nodes.UntilMembers(one, 2);
        await Nodes.UntilMembers(two, 2);
        var oneIsLowest = Lower(await Nodes.PortOf(one), await Nodes.PortOf(two));
        var (victim, name, survivor) = oneIsLowest == killTheLowest ? (one, "one", two) : (two, "two", one);

        await victim.Signal("KILL");
        await victim.Ended();
        await Nodes.UntilMembers(survivor, 1);
        await Nodes.Until(
            () => Task.FromResult(survivor.Log.ToArray().Any(l => l.Contains($"The lease of {name}", StringComparison.Ordinal))));
        (await survivor.Get("/health/ready")).Status.ShouldBe(200);

        // A new process under the old name can join it.
        await nodes.Up(name, join: survivor);
        await Nodes.UntilMembers(survivor, 2);
    }

    /// <summary>In Akka's order of addresses: ports as numbers.</summary>
    private static bool Lower(int port, int other) => port < other;
}
