using System.Diagnostics;
using Xunit.Abstractions;

namespace StreamActors.EndToEnd.Tests.Breaks;

/// <summary>Failures on our side, or of the stream an output is given.</summary>
public sealed class OwnFaultSpecs(ITestOutputHelper output) : FaultScenes(output)
{
    [Fact]
    public async Task Input_lost_outputs_wait_and_go_on_with_the_first_key_frame_that_comes_back()
    {
        await using var setup = await FaultSetup.Open();
        using var direct = new TsReceiver();
        var port = Ports.Udp();
        await setup.Server.Input("two", $"udp://127.0.0.1:{port}");
        // The encoder sends to the test as well, so the time of its first key frame is known.
        await using var camera = await FfmpegSender.Start(
            $"udp://127.0.0.1:{port}?pkt_size=1316", "-f", "mpegts", $"udp://127.0.0.1:{direct.Port}?pkt_size=1316", "-map", "0", "-c",
            "copy");
        using var receiver = new TsReceiver();
        await setup.Server.Output("tv", "two", $"udp://127.0.0.1:{receiver.Port}");
        await receiver.SeesKeyFrames(1, () => setup.Server.Story);
        List<double> late = [];
        await Provoke(
            setup, "outputs", "tv", "input-lost", "waiting",
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
                await receiver.SeesKeyFrames(before + 1, () => setup.Server.Story);
                late.Add(since.Elapsed.TotalSeconds);
            });
        Output.WriteLine($"from the first key frame until a native output passed it on: {Words(late)}");
        receiver.Figures.IsClean.ShouldBeTrue(receiver.Figures.ToString());
    }

    [Fact]
    public async Task Bad_url_is_parked_at_once()
    {
        await using var setup = await FaultSetup.Open();
        var folder = Path.Combine(setup.Server.Data, "media", "tv.ts");
        await setup.Server.Output("tv", "cam", "file:///tv.ts");
        await setup.Server.OnAir("outputs", "tv");
        await Provoke(
            setup, "outputs", "tv", "bad-url", "parked",
            async () =>
            {
                File.Delete(folder);
                Directory.CreateDirectory(folder);
                await setup.Server.Say("outputs", "tv", "restart");
            },
            async () =>
            {
                Directory.Delete(folder);
                await setup.Server.Say("outputs", "tv", "retry");
            },
            starts: 1);
    }

    [Fact]
    public async Task Codec_a_picture_that_MPEG_TS_cannot_carry_is_parked_at_once()
    {
        await using var setup = await FaultSetup.Open();
        var (media, clip) = (Path.Combine(setup.Server.Data, "media"), (await Clip.Shared()).Path);
        Directory.CreateDirectory(media);
        await PeerProcess.Run(
            "ffmpeg", "-v", "error", "-f", "lavfi", "-i", "testsrc2=size=320x240:rate=25:duration=30", "-c:v", "mjpeg", "-f", "matroska",
            Path.Combine(media, "bad"));
        File.Copy(clip, Path.Combine(media, "tv"));
        await setup.Server.Input("tv", "file:///tv", ("loop", "true"));
        await setup.Server.OnAir("inputs", "tv");
        await Provoke(
            setup, "inputs", "tv", "codec", "parked",
            async () =>
            {
                File.Copy(Path.Combine(media, "bad"), Path.Combine(media, "tv"), overwrite: true);
                await setup.Server.Say("inputs", "tv", "restart");
            },
            async () =>
            {
                File.Copy(clip, Path.Combine(media, "tv"), overwrite: true);
                await setup.Server.Say("inputs", "tv", "retry");
            },
            starts: 1);
    }

    [Fact]
    public async Task Refused_auth_a_key_that_was_good_is_tried_again_until_it_is_taken()
    {
        await using var setup = await FaultSetup.Open();
        var nginx = setup.Keep(await NginxRtmp.Start());
        nginx.Validator.Accepts = true;
        await setup.Server.Output("tv", "cam", nginx.Url("asks"), ("!key", "sesame"));
        await setup.Server.OnAir("outputs", "tv");
        await Provoke(
            setup, "outputs", "tv", "refused-auth", "backing-off",
            async () =>
            {
                nginx.Validator.Accepts = false;
                await nginx.Kill();
                await nginx.Restart();
            },
            Now(() => nginx.Validator.Accepts = true));
    }

    [Fact]
    public async Task Resources_an_FFmpeg_that_is_gone_is_waited_for()
    {
        using var folder = new Scratch();
        var ffmpeg = folder.At("ffmpeg");
        await using var setup = await FaultSetup.Open($"--streamactors.media.ffmpeg={ffmpeg}");
        var nginx = setup.Keep(await NginxRtmp.Start());
        await setup.Server.Output("tv", "cam", nginx.Url("live"), ("!key", "tv"), ("driver", "ffmpeg"));
        (await setup.Server.Is("outputs", "tv", "backing-off")).Fault.ShouldBe("resources");
        File.CreateSymbolicLink(ffmpeg, "/usr/bin/ffmpeg");
        await setup.Server.OnAir("outputs", "tv");
        await Provoke(
            setup, "outputs", "tv", "resources", "backing-off",
            async () =>
            {
                File.Delete(ffmpeg);
                await Kill(setup, "outputs");
            },
            Now(() => File.CreateSymbolicLink(ffmpeg, "/usr/bin/ffmpeg")));
    }

    [Fact]
    public async Task Bug_an_FFmpeg_that_crashes_five_times_is_parked_and_goes_on_by_hand()
    {
        await using var setup = await FaultSetup.Open();
        await Publish(setup, "ffmpeg");
        await Provoke(
            setup, "outputs", "tv", "bug", "parked",
            async () =>
            {
                for (var n = 0; n < 5; n++)
                {
                    var before = (await setup.Server.OnAir("outputs", "tv")).Incarnation;
                    await PeerProcess.Run("kill", "-SEGV", Sink(await setup.Child("outputs", "tv")));
                    await Eventually.Is(async () => await setup.Server.State("outputs", "tv") is var state
                        && (state.Phase != "on-air" || state.Incarnation > before), () => setup.Server.Story);
                }
            },
            () => setup.Server.Say("outputs", "tv", "retry"));
    }
}
