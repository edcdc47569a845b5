using System.Net;
using System.Net.Sockets;

namespace StreamActors.Server.Tests.Cluster;

public sealed class ClusterSpecs : IDisposable
{
    private readonly Scratch _scratch = new();

    [Fact]
    public async Task A_single_node_listens_on_its_http_address_alone_and_leaves_in_good_order()
    {
        await using var server = await ServerProcess.Up(_scratch.Data, "--node", "alone");
        await Nodes.UntilReady(server);
        var (status, health) = await server.Get("/api/health");

        status.ShouldBe(200);
        health.GetProperty("runtime").GetString().ShouldBe("single-node");
        health.GetProperty("database").GetProperty("kind").GetString().ShouldBe("SQLite");
        var member = health.GetProperty("members").EnumerateArray().ShouldHaveSingleItem();
        ((string[])["node", "address", "status"]).Select(name => member.GetProperty(name).GetString()).ShouldBe(["alone", "local", "up"]);
        (await server.Get("/health/live")).Status.ShouldBe(200);
        SocketTable.Doors(SocketTable.Tree(server.Id)).ShouldBe([$"tcp {(await server.Url()).Authority}"]);
        await server.Signal("TERM");
        (await server.Ended()).Code.ShouldBe(0);
    }

    [Fact]
    public async Task A_first_node_begins_a_cluster_on_PostgreSQL_and_leaves_in_good_order()
    {
        await using var nodes = await Nodes.OnPostgres();
        var server = await nodes.Up("alone");
        var (status, health) = await server.Get("/api/health");

        status.ShouldBe(200);
        health.GetProperty("runtime").GetString().ShouldBe("cluster");
        var member = health.GetProperty("members").EnumerateArray().ShouldHaveSingleItem();
        (member.GetProperty("node").GetString(), member.GetProperty("status").GetString()).ShouldBe(("alone", "up"));
        SocketTable.Doors(SocketTable.Tree(server.Id))
            .ShouldBe([$"tcp {(await server.Url()).Authority}", $"tcp {await server.ClusterAddress()}"], ignoreOrder: true);
        await server.Signal("TERM");
        (await server.Ended()).Code.ShouldBe(0);
    }

    [Fact]
    public async Task What_is_written_for_Akka_reaches_it()
    {
        await using var nodes = await Nodes.OnPostgres();
        var server = await nodes.Begun("one", "--config", _scratch.Write("mine.conf", "akka.cluster.min-nr-of-members = 2\n"));
        await Nodes.Until(async () => (await server.Get("/api/health")).Body.GetProperty("members").EnumerateArray()
            .Any(m => m.GetProperty("status").GetString() == "joining"));

        // It waits for a second node, as configured, and says so.
        var (status, said) = await server.Get("/health/ready");
        status.ShouldBe(503);
        said.GetProperty("checks").EnumerateArray().Single(c => c.GetProperty("name").GetString() == "member").GetProperty("says")
            .GetString()!.ShouldEndWith("is joining.");
        (await server.Get("/health/live")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task A_node_whose_address_is_taken_is_refused_and_ends()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var address = $"127.0.0.1:{((IPEndPoint)taken.LocalEndpoint).Port}";
        await using var nodes = await Nodes.OnPostgres();
        var (code, said, _) = await nodes.Refused("one", more: [$"--streamactors.cluster.listen={address}"]);

        code.ShouldBe((int)ExitCode.Unavailable, said);
        said.ShouldContain($"failed to start on {address}");
        said.ShouldNotContain("   at ");
    }

    [Fact]
    public async Task A_second_node_joins_the_first_over_PostgreSQL_and_leaves_it_again()
    {
        await using var nodes = await Nodes.OnPostgres();
        var first = await nodes.Up("one");
        var second = await nodes.Up("two", join: first);
        await Nodes.UntilMembers(first, 2);
        await Nodes.UntilMembers(second, 2);

        await second.Signal("TERM");
        (await second.Ended()).Code.ShouldBe(0);
        await Nodes.UntilMembers(first, 1);
        (await first.Get("/health/ready")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task Two_nodes_of_one_name_are_refused_and_told_to_take_another()
    {
        await using var nodes = await Nodes.OnPostgres();
        await nodes.Up("one");
        var (code, said, _) = await nodes.Refused("one-again", name: "one");

        code.ShouldBe((int)ExitCode.InUse, said);
        said.ShouldContain("a name each");
    }

    [Fact]
    public async Task A_single_node_and_a_cluster_never_work_on_one_database_at_the_same_time()
    {
        await using var nodes = await Nodes.OnPostgres();
        var single = await nodes.Alone("small");
        var (code, said, _) = await nodes.Refused("one");
        code.ShouldBe((int)ExitCode.InUse, said);
        said.ShouldContain($"(single node, process {single.Id}");
        await single.Signal("TERM");
        (await single.Ended()).Code.ShouldBe(0);

        var node = await nodes.Up("one");
        (code, said, _) = await nodes.Refused("small", alone: true);
        code.ShouldBe((int)ExitCode.InUse, said);
        said.ShouldContain($"(cluster, process {node.Id}");
    }

    public void Dispose() => _scratch.Dispose();
}
