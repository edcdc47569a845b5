using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;

namespace StreamActors.Server.Tests.Cluster;

public sealed class ManagementSpecs
{
    [Fact]
    public async Task Two_nodes_that_start_at_once_find_each_other_and_each_says_who_is_a_member()
    {
        await using var nodes = await Nodes.OnPostgres();
        string[] points = [FreeAddress(), FreeAddress()];
        var all = $"--streamactors.cluster.management.contact-points={string.Join(',', points)}";
        var servers = await Task.WhenAll(
            nodes.Up("one", null, all, $"--streamactors.cluster.management.listen={points[0]}"),
            nodes.Up("two", null, all, $"--streamactors.cluster.management.listen={points[1]}"));
        foreach (var server in servers)
            await Nodes.UntilMembers(server, 2);

        using var http = new HttpClient();
        foreach (var point in points)
        {
            var said = await http.GetFromJsonAsync<JsonElement>($"http://{point}/cluster/members");
            said.GetProperty("members").EnumerateArray().Select(m => (m.GetProperty("node").GetString(), m.GetProperty("status").GetString()))
                .OrderBy(m => m.Item1).ShouldBe([("one", "Up"), ("two", "Up")]);
        }
    }

    [Theory]
    [InlineData("--streamactors.cluster.management.listen=0.0.0.0:8558", "cluster.management.listen")]
    [InlineData("--streamactors.cluster.management.contact-points=127.0.0.1:8558", "cluster.management.listen")]
    public async Task What_would_open_it_to_the_network_or_could_not_work_is_refused(string key, string named)
    {
        using var scratch = new Scratch();
        var (code, said, _) = await ServerProcess.Run("up", "--data", scratch.Data, "--http", "127.0.0.1:0", "--runtime", "cluster", key);
        code.ShouldBe((int)ExitCode.Configuration, said);
        said.ShouldContain(named);
    }

    private static string FreeAddress()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return $"127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}";
    }
}
