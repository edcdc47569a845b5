using System.Text.Json;
using System.Text.Json.Nodes;

namespace StreamActors.EndToEnd.Tests.Listening;

/// <summary>Real publishers for one input: which of them it takes, and what the operator is told.</summary>
public sealed class LandingSpecs
{
    [Fact]
    public async Task Of_two_publishers_the_second_is_refused_or_takes_over_as_configured_and_a_killed_server_keeps_nobody_out()
    {
        await using var server = await OnAirServer.Start();
        var port = Ports.Tcp();
        var url = $"rtmp://127.0.0.1:{port}/live/studio";
        await server.Input("cam", $"rtmp://127.0.0.1:{port}/live", ("mode", "listen"), ("!key", "studio"));
        await Ports.Listens(port, () => server.Story);

        await using var first = await FfmpegSender.Start(url);
        var one = await Publishes(server, after: 0, first);
        await using var refused = await FfmpegSender.Start(url);
        (await refused.Ended()).ShouldNotBe(0);
        refused.Story.ShouldContain("Another publisher is connected to this input.");
        (await Publishes(server, after: 0, first)).ShouldBe(one);

        await server.Edit("inputs", "cam", new JsonObject
        {
            ["address"] = new JsonObject { ["options"] = new JsonObject { ["second-publisher"] = "take-over" } },
        });
        await first.Ended(); // the input was restarted
        await Ports.Listens(port, () => server.Story);
        await using var third = await FfmpegSender.Start(url);
        var three = await Publishes(server, one, third);
        await using var fourth = await FfmpegSender.Start(url);
        var four = await Publishes(server, three, fourth);
        await third.Ended();

        await server.Kill();
        await fourth.Ended();
        await server.Up();
        await Ports.Listens(port, () => server.Story);
        await using var fifth = await FfmpegSender.Start(url);
        await Publishes(server, four, fifth);

        string[] expected =
            ["connected", "refused: Another publisher is connected to this input.", "left", "connected", "took over", "connected"];
        string[] told = [];
        await Eventually.Is(async () => (told = [.. (await server.Read("timeline?entity=input/cam")).GetProperty("items").EnumerateArray()
            .Reverse().Select(Told).OfType<string>()]).SequenceEqual(expected), () => string.Join(", ", told));
    }

    [Fact]
    public async Task On_two_nodes_a_publisher_at_the_wrong_one_is_told_which_to_use()
    {
        await using var server = await LiveServer.Cluster("--streamactors.media.reach=loopback");
        var inputs = new Dictionary<string, (string Id, int Port)>(StringComparer.Ordinal);
        for (var n = 0; inputs.Count < 2; n++)
        {
            var (id, port) = ($"cam{n}", Ports.Tcp());
            await server.Input(id, $"rtmp://127.0.0.1:{port}/live", ("mode", "listen"), ("!key", id));
            await Ports.Listens(port, () => server.Story);
            var node = "";
            await Eventually.Is(async () => (node = (await server.State("inputs", id)).Node).Length > 0, () => server.Story);
            inputs.TryAdd(node, (id, port));
        }
        foreach (var _ in inputs) // each node has read what the other one stored
            await server.Read("inputs");

        await using (var wrong = await FfmpegSender.Start($"rtmp://127.0.0.1:{inputs["b"].Port}/live/{inputs["a"].Id}"))
        {
            (await wrong.Ended()).ShouldNotBe(0);
            wrong.Story.ShouldContain("This input and its outputs run on the node a: publish to that node.");
        }
        await using var right = await FfmpegSender.Start($"rtmp://127.0.0.1:{inputs["a"].Port}/live/{inputs["a"].Id}");
        await server.OnAir("inputs", inputs["a"].Id, () => right.Story);
    }

    /// <summary>As encoders do, it tries again until the port is open.</summary>
    /// <returns>The incarnation of the publisher, which is higher than the one before.</returns>
    private static async Task<long> Publishes(LiveServer server, long after, FfmpegSender sender)
    {
        var incarnation = 0L;
        await Eventually.Is(async () =>
        {
            if (sender.HasExited)
                await sender.Restart();
            return (await server.State("inputs", "cam")) is { Phase: "on-air" } state
                && state.Json.GetProperty("figures") is { ValueKind: JsonValueKind.Object } figures
                && figures.TryGetProperty("publisher", out var publisher) && publisher.ValueKind == JsonValueKind.Object
                && (incarnation = publisher.GetProperty("incarnation").GetInt64()) > after;
        }, () => $"{sender.Story} {server.Story}");
        return incarnation;
    }

    private static string? Told(JsonElement entry) => entry.GetProperty("name").GetString() switch
    {
        "input-claimed" => entry.GetProperty("detail").TryGetProperty("replaced", out _) ? "took over" : "connected",
        "input-departed" => "left",
        "input-publisher-refused" => $"refused: {entry.GetProperty("detail").GetProperty("reason").GetString()}",
        _ => null,
    };
}
