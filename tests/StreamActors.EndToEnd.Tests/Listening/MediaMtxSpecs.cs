using System.Text.Json.Nodes;

namespace StreamActors.EndToEnd.Tests.Listening;

/// <summary>
/// An input by way of MediaMTX, whose API is the contract of its published document, and whose SRT listener is srt-live-transmit:
/// no MediaMTX runs in these tests.
/// </summary>
public sealed class MediaMtxSpecs
{
    private const string Path = "streamactors/cam";

    [Fact]
    public async Task An_input_by_MediaMTX_is_on_air_follows_its_restart_and_leaves_nothing_behind()
    {
        using var api = new MediaMtxApi();
        api.OfItsFile["lobby"] = new JsonObject { ["source"] = "rtsp://lobby/1" };
        api.Restart();
        using var receiver = new TsReceiver();
        var (udp, srt) = (Ports.Udp(), Ports.Udp());
        await using var listener = await SrtLiveTransmit.TakesAndListens(udp, srt);
        await using var camera = await FfmpegSender.ToUdp(udp);
        await using var server = await OnAirServer.Start($"--streamactors.media.mediamtx.api={api.Url}",
            $"--streamactors.media.mediamtx.srt=127.0.0.1:{srt}", "--streamactors.media.mediamtx.poll=200ms");

        await server.Input("cam", "srt://127.0.0.1:9000", ("driver", "mediamtx"), ("!passphrase", "correct-horse-battery"));
        await server.Output("wall", "cam", $"udp://127.0.0.1:{receiver.Port}");
        await Eventually.Is(() => api.Paths.ContainsKey(Path), () => server.Story);
        ((string)api.Paths[Path]["source"]!).ShouldBe("srt://127.0.0.1:9000?passphrase=correct-horse-battery");
        // Its source is not connected: the input tells so.
        await Eventually.Is(async () => (await server.State("inputs", "cam")).Reason.Contains($"receives nothing on the path {Path}",
            StringComparison.Ordinal), () => server.Story);

        api.Connection("srtconns", Path, "read", "127.0.0.1:5000");
        api.Media(Path, "srtSource", readers: 1);
        await receiver.SeesKeyFrames(2, () => $"{listener.Story} {server.Story}");
        var state = await server.OnAir("inputs", "cam");
        await server.OnAir("outputs", "wall");
        await Eventually.Is(async () => (state = await server.State("inputs", "cam")).Json.TryGetProperty("figures", out var f)
            && f.GetProperty("router").GetProperty("ready").GetBoolean(), () => $"{state}");
        var figures = state.Json.GetProperty("figures");
        figures.GetProperty("driver").GetString().ShouldBe("mediamtx");
        figures.GetProperty("router").GetProperty("connections")[0].GetString().ShouldBe("srtconn read 127.0.0.1:5000");
        var router = (await server.Read("nodes"))[0].GetProperty("mediamtx");
        (router.GetProperty("up").GetBoolean(), router.GetProperty("version").GetString()).ShouldBe((true, "v1.17.0"));
        (await server.Client.GetStringAsync(new Uri("/metrics", UriKind.Relative))).ShouldContain("streamactors_mediamtx_up 1");

        // The API alone is away: media goes on.
        figures.GetProperty("links")[0].GetProperty("peer").GetString().ShouldBe($"127.0.0.1:{srt}");
        var incarnation = figures.GetProperty("incarnation").GetInt64();
        api.Stop();
        await Eventually.Is(async () => !(await server.Read("nodes"))[0].GetProperty("mediamtx").GetProperty("up").GetBoolean(),
            () => server.Story);
        await receiver.SeesMore(2, () => server.Story);
        api.Start();

        // It restarts, and its source needs a moment: the same path again, and the same media.
        api.Changes.Clear();
        api.Restart();
        await Eventually.Is(() => api.Paths.ContainsKey(Path), () => server.Story);
        api.Media(Path, "srtSource", readers: 1);
        api.Changes.ShouldHaveSingleItem().ShouldStartWith($"POST add {Path} ");
        api.Recreated.ShouldBeEmpty();
        await receiver.SeesMore(2, () => server.Story);
        (await server.State("inputs", "cam")).Json.GetProperty("figures").GetProperty("incarnation").GetInt64().ShouldBe(incarnation);

        await server.Say("inputs", "cam", "stop");
        await Eventually.Is(() => !api.Paths.ContainsKey(Path), () => server.Story);
        api.Paths.Keys.ShouldBe(["lobby"]);
        server.Story.ShouldNotContain("correct-horse-battery");
    }

    [Fact]
    public async Task Without_a_MediaMTX_the_input_is_parked_with_the_setting_that_is_missing()
    {
        await using var server = await OnAirServer.Start();
        await server.Input("cam", "udp://127.0.0.1:5004", ("driver", "mediamtx"));
        var state = await server.Is("inputs", "cam", "parked");
        (state.Fault, state.Reason).ShouldBe(("bad-url", "driver=mediamtx: no MediaMTX is configured. Set media.mediamtx.api = "
            + "\"http://127.0.0.1:9997\" and start the server again, then: streamactors inputs retry cam"));
    }
}
