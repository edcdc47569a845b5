using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using StreamActors.EndToEnd.Tests.Peers;
using Xunit.Abstractions;

namespace StreamActors.EndToEnd.Tests.Breaks;

/// <summary>
/// Every class of failure, provoked with real programs: told as what it is, answered as its class asks, and over soon after
/// its cause. Once each, or as often as STREAMACTORS_RECOVERIES says; then the times it took are worth reading.
/// </summary>
public sealed class FaultSpecs(ITestOutputHelper output)
{
    private static readonly int Times = int.Parse(Environment.GetEnvironmentVariable("STREAMACTORS_RECOVERIES") ?? "1", CultureInfo.InvariantCulture);

    [Fact]
    public async Task Network_a_platform_that_is_down_is_asked_again_until_it_is_back()
    {
        await using var scene = await Scene.Open();
        var nginx = await Publish(scene);
        await Provoke(scene, "outputs", "tv", "network", "backing-off", nginx.Kill, nginx.Restart);
    }

    [Fact]
    public async Task Ended_by_peer_a_stream_that_ends_is_asked_for_again()
    {
        await using var scene = await Scene.Open();
        using var network = await Pull(scene);
        await Provoke(scene, "inputs", "tv", "ended-by-peer", "backing-off", Now(network.HangUp), Cured);
    }

    [Fact]
    public async Task Stalled_a_platform_that_stops_reading_is_called_again()
    {
        await using var scene = await Scene.Open();
        var nginx = scene.Keep(await NginxRtmp.Start());
        using var network = new TcpProxy(nginx.Port);
        await scene.Server.Output("tv", "cam", $"rtmp://127.0.0.1:{network.Port}/live", ("!key", "tv"));
        await scene.Server.Edit("outputs", "tv", new JsonObject { ["stallAfter"] = "3s" });
        await scene.Server.OnAir("outputs", "tv");
        await Provoke(scene, "outputs", "tv", "stalled", "backing-off", Now(network.BlackHole), Now(() =>
        {
            network.Reset();
            network.Heal();
        }));
    }

    [Fact]
    public async Task Not_found_a_playlist_that_is_not_there_is_asked_for_again()
    {
        await using var scene = await Scene.Open();
        var origin = scene.Keep(await HttpOrigin.Start(hls: true));
        await scene.Server.Input("tv", origin.Playlist);
        await scene.Server.OnAir("inputs", "tv");
        await Provoke(
            scene, "inputs", "tv", "not-found", "backing-off",
            async () =>
            {
                origin.Refusal = 404;
                await Kill(scene, "inputs");
            },
            Now(() => origin.Refusal = null));
    }

    [Fact]
    public async Task Not_found_a_destination_that_is_not_there_is_parked_after_five_times_until_it_is_edited()
    {
        await using var scene = await Scene.Open();
        var camera = scene.Keep(await RtspServer.Start());
        await scene.Server.Output("tv", "cam", camera.Inlet);
        await scene.Server.OnAir("outputs", "tv");
        // An address that was on air before is borne with for ten minutes: this one never was.
        await Provoke(scene, "outputs", "tv", "not-found", "parked", () => Goes(scene, $"rtsp://127.0.0.1:{camera.Port}/nowhere"), () => Goes(scene, camera.Inlet));
    }

    [Fact]
    public async Task Input_lost_outputs_wait_and_go_on_with_the_first_key_frame_that_comes_back()
    {
        await using var scene = await Scene.Open();
        using var direct = new TsReceiver();
        var port = Ports.Udp();
        await scene.Server.Input("two", $"udp://127.0.0.1:{port}");
        // The encoder sends to us as well: so it is known when its first key frame came.
        await using var camera = await FfmpegSender.Start(
            $"udp://127.0.0.1:{port}?pkt_size=1316", "-f", "mpegts", $"udp://127.0.0.1:{direct.Port}?pkt_size=1316", "-map", "0", "-c", "copy");
        using var receiver = new TsReceiver();
        await scene.Server.Output("tv", "two", $"udp://127.0.0.1:{receiver.Port}");
        await receiver.SeesKeyFrames(1, () => scene.Server.Story);
        List<double> late = [];
        await Provoke(
            scene, "outputs", "tv", "input-lost", "waiting",
            async () =>
            {
                await camera.Kill();
                await receiver.FallsSilent(TimeSpan.FromSeconds(1));
                direct.Forget();
            },
            async () =>
            {
                var before = receiver.Figures.KeyFrames;
                await camera.Restart();
                await direct.SeesKeyFrames(1, () => camera.Story);
                var since = Stopwatch.StartNew();
                await receiver.SeesKeyFrames(before + 1, () => scene.Server.Story);
                late.Add(since.Elapsed.TotalSeconds);
            });
        output.WriteLine($"from the first key frame until a native output passed it on: {Words(late)}");
        receiver.Figures.IsClean.ShouldBeTrue(receiver.Figures.ToString());
    }

    [Fact]
    public async Task Bad_url_is_parked_at_once()
    {
        await using var scene = await Scene.Open();
        var folder = Path.Combine(scene.Server.Data, "media", "tv.ts");
        await scene.Server.Output("tv", "cam", "file:///tv.ts");
        await scene.Server.OnAir("outputs", "tv");
        await Provoke(
            scene, "outputs", "tv", "bad-url", "parked",
            async () =>
            {
                File.Delete(folder);
                Directory.CreateDirectory(folder);
                await scene.Server.Say("outputs", "tv", "restart");
            },
            async () =>
            {
                Directory.Delete(folder);
                await scene.Server.Say("outputs", "tv", "retry");
            },
            starts: 1);
    }

    [Fact]
    public async Task Codec_a_picture_that_MPEG_TS_cannot_carry_is_parked_at_once()
    {
        await using var scene = await Scene.Open();
        var (media, clip) = (Path.Combine(scene.Server.Data, "media"), (await Clip.Shared()).Path);
        Directory.CreateDirectory(media);
        await PeerProcess.Run("ffmpeg", "-v", "error", "-f", "lavfi", "-i", "testsrc2=size=320x240:rate=25:duration=30", "-c:v", "mjpeg", "-f", "matroska", Path.Combine(media, "bad"));
        File.Copy(clip, Path.Combine(media, "tv"));
        await scene.Server.Input("tv", "file:///tv", ("loop", "true"));
        await scene.Server.OnAir("inputs", "tv");
        await Provoke(
            scene, "inputs", "tv", "codec", "parked",
            async () =>
            {
                File.Copy(Path.Combine(media, "bad"), Path.Combine(media, "tv"), overwrite: true);
                await scene.Server.Say("inputs", "tv", "restart");
            },
            async () =>
            {
                File.Copy(clip, Path.Combine(media, "tv"), overwrite: true);
                await scene.Server.Say("inputs", "tv", "retry");
            },
            starts: 1);
    }

    [Fact]
    public async Task Refused_auth_a_key_that_was_good_is_tried_again_until_it_is_taken()
    {
        await using var scene = await Scene.Open();
        var nginx = scene.Keep(await NginxRtmp.Start());
        nginx.Door.IsOpen = true;
        await scene.Server.Output("tv", "cam", nginx.Url("asks"), ("!key", "sesame"));
        await scene.Server.OnAir("outputs", "tv");
        await Provoke(
            scene, "outputs", "tv", "refused-auth", "backing-off",
            async () =>
            {
                nginx.Door.IsOpen = false;
                await nginx.Kill();
                await nginx.Restart();
            },
            Now(() => nginx.Door.IsOpen = true));
    }

    [Fact]
    public async Task Resources_an_FFmpeg_that_is_gone_is_waited_for()
    {
        using var folder = new Scratch();
        var ffmpeg = folder.At("ffmpeg");
        await using var scene = await Scene.Open($"--streamactors.media.ffmpeg={ffmpeg}");
        var nginx = scene.Keep(await NginxRtmp.Start());
        await scene.Server.Output("tv", "cam", nginx.Url("live"), ("!key", "tv"));
        await scene.Server.Is("outputs", "tv", "backing-off");
        (await scene.Server.State("outputs", "tv")).Fault.ShouldBe("resources");
        File.CreateSymbolicLink(ffmpeg, "/usr/bin/ffmpeg");
        await scene.Server.OnAir("outputs", "tv");
        await Provoke(
            scene, "outputs", "tv", "resources", "backing-off",
            async () =>
            {
                File.Delete(ffmpeg);
                await Kill(scene, "outputs");
            },
            Now(() => File.CreateSymbolicLink(ffmpeg, "/usr/bin/ffmpeg")));
    }

    [Fact]
    public async Task Bug_an_FFmpeg_that_crashes_five_times_is_parked_and_goes_on_by_hand()
    {
        await using var scene = await Scene.Open();
        await Publish(scene);
        await Provoke(
            scene, "outputs", "tv", "bug", "parked",
            async () =>
            {
                for (var n = 0; n < 5; n++)
                {
                    await scene.Server.OnAir("outputs", "tv");
                    await PeerProcess.Run("kill", "-SEGV", Sink(await scene.Child("outputs", "tv")));
                    await Eventually.Is(async () => (await scene.Server.State("outputs", "tv")).Phase != "on-air", () => scene.Server.Story);
                }
            },
            () => scene.Server.Say("outputs", "tv", "retry"));
    }

    /// <param name="starts">How often it may be started before it is parked; null where that is its class's to say.</param>
    private async Task Provoke(Scene scene, string kind, string id, string fault, string phase, Func<Task> cause, Func<Task> cure, int? starts = null)
    {
        List<double> times = [];
        for (var n = 0; n < Times; n++)
        {
            var before = await scene.Incarnation(kind, id);
            await cause();
            var state = default(LiveState);
            HashSet<string> seen = [];
            await Eventually.Is(
                async () =>
                {
                    state = await scene.Server.State(kind, id);
                    seen.Add($"{state.Phase}, {state.Fault}");
                    return state.Phase == phase && state.Fault == fault;
                },
                () => $"{kind}/{id} should be {phase} for {fault}; it was {string.Join("; ", seen)}: {state}. {scene.Server.Story}",
                TimeSpan.FromSeconds(90));
            state.Reason.ShouldNotBeEmpty();
            if (starts is not null)
                (await Started(scene, kind, id, before)).ShouldBe(starts.Value, "no retry can cure it");

            var since = Stopwatch.StartNew();
            await cure();
            await scene.Server.OnAir(kind, id);
            times.Add(since.Elapsed.TotalSeconds);
        }
        output.WriteLine($"{fault}, {kind[..^1]}: {phase}; on air again after the cure: {Words(times)}");
        await scene.SiblingIsUnbroken();
    }

    /// <summary>An incarnation is a place in its journal: every start there is one of its events.</summary>
    private static async Task<int> Started(Scene scene, string kind, string id, long before)
    {
        var workload = (await scene.Server.State(kind, id)).Json.GetProperty("workload").GetString()!;
        var told = await scene.Server.Read($"timeline?size=200&entity={Uri.EscapeDataString($"workload/{workload}")}");
        return told.GetProperty("items").EnumerateArray().Count(e => e.GetProperty("name").GetString() == "workload-started" && e.GetProperty("number").GetInt64() > before);
    }

    private static async Task<NginxRtmp> Publish(Scene scene)
    {
        var nginx = scene.Keep(await NginxRtmp.Start());
        await scene.Server.Output("tv", "cam", nginx.Url("live"), ("!key", "tv"));
        await scene.Server.OnAir("outputs", "tv");
        return nginx;
    }

    private static async Task<TcpProxy> Pull(Scene scene)
    {
        var nginx = scene.Keep(await NginxRtmp.Start());
        scene.Keep(await FfmpegSender.Start($"{nginx.Url("live")}/source"));
        await nginx.Receives("source", 1);
        var network = new TcpProxy(nginx.Port);
        await scene.Server.Input("tv", $"rtmp://127.0.0.1:{network.Port}/live/source");
        await scene.Server.OnAir("inputs", "tv");
        return network;
    }

    private static Task Goes(Scene scene, string url) => scene.Server.Edit("outputs", "tv", new JsonObject { ["address"] = new JsonObject { ["url"] = url } });

    private static async Task Kill(Scene scene, string kind)
    {
        using var child = Process.GetProcessById(await scene.Child(kind, "tv"));
        child.Kill();
    }

    private static Func<Task> Now(Action act) => () =>
    {
        act();
        return Task.CompletedTask;
    };

    private static Task Cured() => Task.CompletedTask;

    private static string Sink(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Words(List<double> seconds) =>
        string.Create(CultureInfo.InvariantCulture, $"median {seconds.Order().ElementAt(seconds.Count / 2):0.00} s, longest {seconds.Max():0.00} s of {seconds.Count}");
}
