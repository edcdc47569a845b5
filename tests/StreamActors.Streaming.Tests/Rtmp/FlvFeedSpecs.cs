using System.Globalization;
using StreamActors.Domain.Workloads;
using StreamActors.Media.Flv;
using StreamActors.Media.Rtmp;
using StreamActors.Testing.Peers;

namespace StreamActors.Streaming.Tests.Rtmp;

public sealed class FlvFeedSpecs
{
    [Theory]
    [InlineData(0u)]
    [InlineData(100u)]
    [InlineData(0x7FFF_FFFFu)]
    [InlineData(0xFFFF_FFF0u)]
    public void A_player_or_destination_is_sent_each_tag_however_many_days_it_stays(uint start)
    {
        using var ring = new FlvRing();
        var feed = new RecordingFeed();
        var times = new List<long> { 0 };
        var random = new Random(1);
        while (times.Count < 1000)
            times.Add(times[^1] + (times.Count % 10 == 0 ? random.Next(30_000_000, 90_000_000) : random.Next(5000)));
        times[^1].ShouldBeGreaterThan(1L << 32);
        foreach (var time in times)
        {
            ring.Add(FlvTagType.Audio, unchecked(start + (uint)time), [0x2F, 1]);
            while (feed.Collect(ring))
            {
            }
        }
        feed.Times.ShouldBe(times.Select(t => unchecked((uint)t)));
    }

    /// <summary>What RTMP outputs and players are sent after 25 and after 50 days.</summary>
    [Theory]
    [InlineData(0x7FFF_F800u)]
    [InlineData(0xFFFF_F800u)]
    public async Task FFmpeg_takes_timestamps_that_begin_again(uint start)
    {
        const int Frames = 200;
        var port = Ports.Tcp();
        await using var ffmpeg = PeerProcess.Start("ffmpeg", ["-v", "error", "-nostdin", "-listen", "1", "-i",
            $"rtmp://127.0.0.1:{port}/live/key", "-c", "copy", "-f", "framecrc", "-"]);
        await Ports.Listens(port, () => ffmpeg.Story);
        using (var publisher = TestPublisher.Connect(port, "live", "key").Accepted())
        {
            publisher.Time = start;
            publisher.SendSound(Frames);
        }
        await ffmpeg.Ended();
        var times = ffmpeg.Story.Split('\n').Where(l => l.StartsWith("0,", StringComparison.Ordinal))
            .Select(l => long.Parse(l.Split(',')[1], CultureInfo.InvariantCulture)).ToList();
        times.Count.ShouldBe(Frames, ffmpeg.Story);
        times.Zip(times.Skip(1), (a, b) => b - a).ShouldAllBe(step => step == 24);
    }

    [Fact]
    public void What_is_before_the_picture_it_begins_with_is_left_out()
    {
        using var ring = new FlvRing();
        var feed = new RecordingFeed();
        ring.Add(FlvTagType.Video, 1000, [0x17, 1, 0, 0, 0, 1]);
        ring.Add(FlvTagType.Audio, 990, [0x2F, 1]);
        ring.Add(FlvTagType.Audio, 1010, [0x2F, 1]);
        feed.Collect(ring).ShouldBeTrue();
        feed.Times.ShouldBe([0u, 10u]);
    }

    private sealed class RecordingFeed() : FlvFeed(
        null!, null!, new RtmpPublisher(new RtmpDestination("rtmp://localhost/live", "live", "key")).Link, program: null)
    {
        public List<uint> Times { get; } = [];

        protected override bool TakesMedia => true;

        protected override DriverEnd? WhyNot(FlvSource source) => null;

        protected override void Read(ReadOnlySpan<byte> bytes) => throw new NotSupportedException();

        protected override void Send(RtmpMessageType type, uint timestamp, ReadOnlySpan<byte> body) => Times.Add(timestamp);
    }
}
