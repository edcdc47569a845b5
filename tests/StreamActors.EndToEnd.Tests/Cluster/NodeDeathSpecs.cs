using System.Text.Json.Nodes;

namespace StreamActors.EndToEnd.Tests.Cluster;

/// <summary>Two nodes, one of which is killed with media on it: the other takes over.</summary>
public sealed class NodeDeathSpecs
{
    [Fact]
    public async Task The_other_node_takes_over_after_a_kill()
    {
        await using var server =
            await LiveServer.Cluster("--streamactors.media.reach=loopback", "--streamactors.media.restart.longest-delay=2s");
        await using var nginx = await NginxRtmp.Start();
        using var receiver = new TsReceiver();
        var port = Ports.Udp();
        await using var camera = await FfmpegSender.ToUdp(port);
        await server.Input("cam", $"udp://127.0.0.1:{port}");
        await server.Output("native", "cam", $"udp://127.0.0.1:{receiver.Port}");
        await server.Output("tv", "cam", nginx.Url("live"), ("!key", "tv"));
        await receiver.SeesKeyFrames(1, () => server.Story);
        await nginx.Receives("tv", 100_000, () => server.Story);
        var node = await NodeOf(server, "inputs", "cam");
        (await NodeOf(server, "outputs", "native")).ShouldBe(node, "all cells of an input are where its relay is");

        await server.Kill(node);
        await receiver.FallsSilent(TimeSpan.FromSeconds(1));
        receiver.Forget();
        await receiver.SeesKeyFrames(2, () => server.Story);
        receiver.Figures.IsClean.ShouldBeTrue(receiver.Figures.ToString());
        await Eventually.Is(async () => await NodeOf(server, "inputs", "cam") != node, () => server.Story);
        await server.OnAir("outputs", "tv");
        await nginx.ReceivesMore("tv", () => server.Story);

        // The remaining node accepts commands for it.
        await server.Edit("outputs", "tv", new JsonObject { ["name"] = "the same" });
        (await server.Read("outputs/tv")).GetProperty("name").GetString().ShouldBe("the same");
    }

    private static async Task<string> NodeOf(LiveServer server, string kind, string id)
    {
        var node = "";
        await Eventually.Is(
            async () => (node = (await server.State(kind, id)).Json.GetProperty("node").GetString() ?? "").Length > 0,
            () => $"{kind}/{id} says no node. {server.Story}");
        return node;
    }
}
