using System.Text.Json;

namespace StreamActors.EndToEnd.Tests.Breaks;

/// <summary>An input changes to another stream, so FFmpeg's copy of its tables is outdated.</summary>
public sealed class StreamChangeSpecs
{
    [Theory]
    [InlineData("ffmpeg")]
    [InlineData("native")]
    public async Task An_audio_PID_that_moves_is_followed_with_FFmpeg_by_a_new_one_and_the_sibling_notices_nothing(string driver)
    {
        await using var world = await World.Open();
        await world.Server.Output("tv", "cam", world.Nginx.Url("live"), ("!key", "tv"), ("driver", driver));
        await world.Nginx.Receives("tv", 100_000, () => world.Server.Story);
        var before = (await world.Server.OnAir("outputs", "tv")).Incarnation;

        await world.Send("-streamid", "1:336");
        if (driver == "ffmpeg")
            await Eventually.Is(async () => (await world.Server.State("outputs", "tv")).Incarnation > before, () => world.Server.Story);
        await world.Nginx.ReceivesMore("tv", () => world.Server.Story);
        var after = (await world.Server.OnAir("outputs", "tv")).Incarnation;
        (after > before).ShouldBe(driver == "ffmpeg", "natively the connection stays");
        (await world.Server.State("outputs", "sibling")).Json.GetProperty("figures").GetProperty("lostPackets").GetInt64().ShouldBe(0);
    }

    [Fact]
    public async Task HEVC_parks_an_RTMP_output_and_H264_restarts_it()
    {
        await using var world = await World.Open();
        await world.Server.Output("tv", "cam", world.Nginx.Url("live"), ("!key", "tv"));
        await world.Nginx.Receives("tv", 100_000, () => world.Server.Story);
        await world.Server.OnAir("outputs", "tv");

        await world.Send("-c:v", "libx265", "-preset", "ultrafast", "-g", "25");
        (await world.Server.Is("outputs", "tv", "parked")).Reason.ShouldStartWith("RTMP cannot carry HEVC.");

        await world.Send();
        await world.Server.OnAir("outputs", "tv");
        await world.Nginx.ReceivesMore("tv", () => world.Server.Story);
    }

    [Fact]
    public async Task One_of_two_programs_is_carried_and_said_and_one_that_is_not_there_is_refused_with_the_list()
    {
        await using var world = await World.Open("-map", "0", "-program", "program_num=7:st=0:st=1", "-program", "program_num=9:st=2:st=3");
        await world.Server.Output("nine", "cam", world.Nginx.Url("live"), ("!key", "nine"), ("program", "9"));
        await world.Server.Output("three", "cam", world.Nginx.Url("live"), ("!key", "three"), ("program", "3"));
        await world.Nginx.Receives("nine", 100_000, () => world.Server.Story);
        var nine = await world.Server.OnAir("outputs", "nine");
        await Eventually.Is(async () => (nine = await world.Server.State("outputs", "nine")).Json.TryGetProperty("figures", out var figures)
            && figures is { ValueKind: JsonValueKind.Object }
            && figures.GetProperty("changes").EnumerateArray().Any(c => c.GetString() == "program 9 of 7, 9"), () => $"{nine}");
        (await world.Server.Is("outputs", "three", "parked")).Reason.ShouldStartWith("The input has no program 3. It has: 7, 9.");
    }

    private sealed class World : IAsyncDisposable
    {
        private readonly int _port = Ports.Udp();
        private FfmpegSender? _camera;

        private World(LiveServer server, NginxRtmp nginx) => (Server, Nginx) = (server, nginx);

        public LiveServer Server { get; }

        public NginxRtmp Nginx { get; }

        private TsReceiver Sibling { get; } = new();

        public static async Task<World> Open(params string[] encoder)
        {
            var world = new World(await OnAirServer.Start(), await NginxRtmp.Start());
            await world.Send(encoder);
            await world.Server.Input("cam", $"udp://127.0.0.1:{world._port}");
            await world.Server.Output("sibling", "cam", $"udp://127.0.0.1:{world.Sibling.Port}");
            await world.Sibling.SeesKeyFrames(1, () => world.Server.Story);
            return world;
        }

        /// <summary>Another encoder replaces the previous one.</summary>
        public async Task Send(params string[] encoder)
        {
            if (_camera is not null)
                await _camera.DisposeAsync();
            _camera = await FfmpegSender.Start($"udp://127.0.0.1:{_port}?pkt_size=1316", encoder);
        }

        public async ValueTask DisposeAsync()
        {
            await Server.DisposeAsync();
            if (_camera is not null)
                await _camera.DisposeAsync();
            await Nginx.DisposeAsync();
            Sibling.Dispose();
        }
    }
}
