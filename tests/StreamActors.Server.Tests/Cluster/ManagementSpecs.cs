using System.Net;
using System.Net.Sockets;

namespace StreamActors.Server.Tests.Cluster;

public sealed class ManagementSpecs : IDisposable
{
    private readonly Scratch _scratch = new();

    [Fact]
    public async Task The_management_port_serves_health_and_members_only()
    {
        var address = Nodes.FreeAddress();
        await using var server = await ServerProcess.Up(_scratch.Data, ["--node=alone", .. Management.At(address)]);
        await Nodes.UntilReady(server);

        var (status, ready) = await Management.Get(address, "/ready");
        status.ShouldBe(200);
        ready.GetProperty("checks").EnumerateArray()
            .ShouldAllBe(c => c.GetProperty("says").ValueKind == System.Text.Json.JsonValueKind.Null);
        Checks(ready).ShouldBe(Checks((await server.Get("/health/ready")).Body));
        (await Management.Get(address, "/alive")).Body.GetRawText().ShouldBe((await server.Get("/health/live")).Body.GetRawText());
        (await Management.Get(address, "/remote/address")).Body.GetProperty("Address").GetString()
            .ShouldBe("akka.test://streamactors@alone:1");
        var members = (await Management.Get(address, "/cluster/members")).Body;
        members.GetProperty("leader").GetString().ShouldBe("alone");
        members.GetProperty("members").EnumerateArray().ShouldHaveSingleItem().GetProperty("roles").GetArrayLength().ShouldBe(0);
        foreach (var path in (string[])["/", "/api/health", "/api/v1/inputs", "/metrics", "/health/ready"])
            (await Management.Get(address, path)).Status.ShouldBe(404, path);

        SocketTable.Doors(SocketTable.Tree(server.Id))
            .ShouldBe([$"tcp {(await server.Url()).Authority}", $"tcp {address}"], ignoreOrder: true);

        // The port closes with the node.
        await server.Signal("TERM");
        (await server.Ended()).Code.ShouldBe(0);
        await Should.ThrowAsync<HttpRequestException>(() => Management.Get(address, "/alive"));
    }

    [Fact]
    public async Task A_port_that_is_taken_is_refused_before_the_node_begins_anything()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var address = $"127.0.0.1:{((IPEndPoint)taken.LocalEndpoint).Port}";
        var (code, said, log) =
            await ServerProcess.Run(["up", "--data", _scratch.Data, "--http", "127.0.0.1:0", .. Management.At(address)]);

        code.ShouldBe((int)ExitCode.Unavailable, said);
        said.ShouldContain($"Listening on {address} failed");
        said.ShouldContain("--streamactors.cluster.management.port");
        said.ShouldNotContain("   at ");
        log.ShouldNotContain(line => line.Contains("akka", StringComparison.OrdinalIgnoreCase));
    }

    public void Dispose() => _scratch.Dispose();

    private static IEnumerable<(string?, string?)> Checks(System.Text.Json.JsonElement health) =>
        health.GetProperty("checks").EnumerateArray().Select(c => (c.GetProperty("name").GetString(), c.GetProperty("status").GetString()));
}
