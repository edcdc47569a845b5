namespace StreamActors.Server.Tests.Cluster;

/// <summary>Nodes with the same list of addresses, which includes their own.</summary>
public sealed class FirstNodeSpecs
{
    [Fact]
    public async Task Nodes_that_start_at_once_become_one_cluster()
    {
        await using var nodes = await Nodes.OnPostgres();
        string[] addresses = [Nodes.FreeAddress(), Nodes.FreeAddress()];
        var servers = await Task.WhenAll(Up(nodes, "one", addresses, 0), Up(nodes, "two", addresses, 1));
        foreach (var server in servers)
            await Nodes.UntilMembers(server, 2);
    }

    [Fact]
    public async Task The_second_of_them_begins_where_the_first_is_not_there_and_the_first_joins_it()
    {
        await using var nodes = await Nodes.OnPostgres();
        string[] addresses = [Nodes.FreeAddress(), Nodes.FreeAddress()];
        var second = await Up(nodes, "two", addresses, 1);
        await Nodes.UntilMembers(second, 1);
        var first = await Up(nodes, "one", addresses, 0);
        await Nodes.UntilMembers(first, 2);
        await Nodes.UntilMembers(second, 2);
    }

    private static Task<ServerProcess> Up(Nodes nodes, string name, string[] addresses, int own) =>
        nodes.Up(name, null, $"--streamactors.cluster.listen={addresses[own]}",
        $"--streamactors.cluster.join={string.Join(',', addresses)}");
}
