using System.Net;
using System.Net.Sockets;

namespace StreamActors.Server.Tests.Cluster;

public sealed class ClusterSpecs : IDisposable
{
    private readonly Scratch _scratch = new();

    [Fact]
    public async Task One_node_on_SQLite_is_a_cluster_and_leaves_in_good_order()
    {
        await using var server = await ServerProcess.Up(_scratch.Data, "--runtime", "cluster", "--node", "alone", "--streamactors.cluster.listen=127.0.0.1:0");
        await Nodes.UntilReady(server);
        var (status, health) = await server.Get("/api/health");

        status.ShouldBe(200);
        health.GetProperty("runtime").GetString().ShouldBe("cluster");
        health.GetProperty("database").GetProperty("kind").GetString().ShouldBe("SQLite");
        var member = health.GetProperty("members").EnumerateArray().ShouldHaveSingleItem();
        (member.GetProperty("node").GetString(), member.GetProperty("status").GetString()).ShouldBe(("alone", "up"));
        (await server.Get("/health/live")).Status.ShouldBe(200);
        SocketTable.Doors(SocketTable.Tree(server.Id)).ShouldBe([$"tcp {(await server.Url()).Authority}", $"tcp {await server.ClusterAddress()}"], ignoreOrder: true);
        await server.Signal("TERM");
        (await server.Ended()).Code.ShouldBe(0);
    }

    [Fact]
    public async Task A_second_node_on_the_data_folder_of_the_first_is_refused_and_told_who_is_there()
    {
        await using var first = await ServerProcess.Up(_scratch.Data, "--runtime", "cluster", "--streamactors.cluster.listen=127.0.0.1:0");
        var (code, said, _) = await ServerProcess.Run("up", "--data", _scratch.Data, "--runtime", "cluster", "--http", "127.0.0.1:0");

        code.ShouldBe((int)ExitCode.InUse, said);
        said.ShouldContain($"process {first.Id}");
    }

    [Fact]
    public async Task What_is_written_for_Akka_reaches_it()
    {
        var file = _scratch.Write("mine.conf", "streamactors { runtime = cluster, cluster.listen = \"127.0.0.1:0\" }\nakka.cluster.min-nr-of-members = 2\n");
        await using var server = await ServerProcess.Up(_scratch.Data, "--config", file);
        await Nodes.Until(async () => (await server.Get("/api/health")).Body.GetProperty("members").EnumerateArray().Any(m => m.GetProperty("status").GetString() == "joining"));

        // It waits for a second one, as it was told, and says so.
        var (status, said) = await server.Get("/health/ready");
        status.ShouldBe(503);
        said.GetProperty("checks").EnumerateArray().Single(c => c.GetProperty("name").GetString() == "member").GetProperty("says").GetString()!.ShouldEndWith("is joining.");
        (await server.Get("/health/live")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task A_node_whose_address_is_taken_is_refused_and_ends()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var address = $"127.0.0.1:{((IPEndPoint)taken.LocalEndpoint).Port}";
        var (code, said, _) = await ServerProcess.Run("up", "--data", _scratch.Data, "--http", "127.0.0.1:0", "--runtime", "cluster", $"--streamactors.cluster.listen={address}");

        code.ShouldBe((int)ExitCode.Unavailable, said);
        said.ShouldContain($"cannot be started on {address}");
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
        var (code, said, _) = await nodes.Refused("one-again", "cluster", name: "one");

        code.ShouldBe((int)ExitCode.InUse, said);
        said.ShouldContain("a name each");
    }

    [Fact]
    public async Task An_embedded_server_and_a_cluster_never_work_on_one_database_at_the_same_time()
    {
        await using var nodes = await Nodes.OnPostgres();
        var embedded = await nodes.Embedded("small");
        var (code, said, _) = await nodes.Refused("one", "cluster");
        code.ShouldBe((int)ExitCode.InUse, said);
        said.ShouldContain($"(embedded, process {embedded.Id}");
        await embedded.Signal("TERM");
        (await embedded.Ended()).Code.ShouldBe(0);

        var node = await nodes.Up("one");
        (code, said, _) = await nodes.Refused("small", "embedded");
        code.ShouldBe((int)ExitCode.InUse, said);
        said.ShouldContain($"(cluster, process {node.Id}");
    }

    public void Dispose() => _scratch.Dispose();
}
