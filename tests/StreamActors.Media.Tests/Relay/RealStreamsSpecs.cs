using StreamActors.Media.Mpegts;
using StreamActors.Media.Relay;
using StreamActors.Media.Tests.Streams;
using StreamActors.Testing;

namespace StreamActors.Media.Tests.Relay;

public sealed class RealStreamsSpecs
{
    private const string H264 = "-c:v libx264 -preset ultrafast -threads 1 -pix_fmt yuv420p -g 25 -bf 2";

    private readonly StandingClock _clock = new();

    public static TheoryData<string, string> Streams => new()
    {
        { "-c:v libx264 -preset ultrafast -threads 1 -pix_fmt yuv420p -g 25 -bf 3 -x264-params open-gop=1:b-adapt=0", "-c:a aac" },
        { "-c:v libx264 -preset ultrafast -threads 1 -pix_fmt yuv420p -g 25 -tune zerolatency -x264-params slices=4", "-c:a ac3" },
        { "-c:v libx265 -preset ultrafast -x265-params log-level=error:keyint=25:bframes=2:pools=1 -pix_fmt yuv420p", "-c:a ac3" },
        { "-c:v libx265 -preset ultrafast -x265-params log-level=error:keyint=25:open-gop=1:pools=1 -pix_fmt yuv420p", "-c:a eac3" },
        { "-c:v mpeg2video -b:v 2M -g 12 -bf 2", "-c:a mp2" },
        { "-c:v mpeg2video -b:v 2M -g 250 -bf 0", "" },
        { "-c:v libx264 -preset ultrafast -threads 1 -pix_fmt yuv420p -g 1000", "-c:a libopus -b:a 64k" },
    };

    [Theory, MemberData(nameof(Streams))]
    public void Key_frames_are_those_that_ffprobe_sees_with_and_without_the_flag(string video, string audio)
    {
        var sent = Ffmpeg.Stream("4", video, audio);
        var keys = Ffmpeg.Packets(sent, "v").Count(f => f.StartsWith('K'));
        keys.ShouldBeGreaterThan(0);
        KeyFrames(sent).ShouldBe(keys);
        KeyFrames(WithoutFlag(sent)).ShouldBe(keys);
    }

    [Theory, MemberData(nameof(Streams))]
    public void It_passes_a_stream_on_unchanged_and_without_a_fault(string video, string audio)
    {
        var sent = Ffmpeg.Stream("3", video, audio);
        using var relay = Relay(out var cursor);
        foreach (var datagram in sent.Chunk(1316))
            relay.Write(datagram);
        relay.End();
        Seen.Read(cursor).ShouldBeBytes(sent);
        var health = Health(relay);
        (health.ContinuityErrors, health.Programs.Single().PcrJumps, health.SkippedBytes, health.Programs.Single().Seams).ShouldBe(
            (0, 0, 0, 0));
        health.Pids.Single(p => p.Program is not null && p.Coding.IsVideo()).Coding.ShouldNotBe(StreamCoding.OtherVideo);
    }

    [Theory, MemberData(nameof(Streams))]
    public void A_late_reader_gets_what_decodes_from_its_first_picture(string video, string audio)
    {
        using var relay = Relay(out _);
        relay.Write(WithoutFlag(Ffmpeg.Stream("3.5", video, audio)));
        relay.End();
        var cursor = relay.Open(new ReaderSignal());
        cursor.Joined.ShouldBe(JoinedAt.KeyFrame);
        var got = Seen.Read(cursor);
        Ffmpeg.Packets(got, "v")[0].ShouldStartWith("K");
        new Seen(got).Gaps.ShouldBeEmpty();
        // The leading pictures of an open GOP refer back past the join; ffmpeg reports and drops them, as after a seek.
        Ffmpeg.Complaints(got, "-map 0:v -f null -").Split('\n')
            .Where(l => l.Length > 0 && !(video.Contains("open-gop") && l.Contains("mmco"))).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("-c:a aac -b:a 64k", StreamCoding.Aac)]
    [InlineData("-c:a mp2", StreamCoding.MpegAudio)]
    [InlineData("-c:a ac3", StreamCoding.Ac3)]
    [InlineData("-c:a libopus", StreamCoding.Opus)]
    public void Sound_alone_is_joined_anywhere(string audio, StreamCoding coding)
    {
        using var relay = Relay(out _);
        relay.Write(Ffmpeg.Stream("5", "", audio));
        relay.End();
        var cursor = relay.Open(new ReaderSignal());
        cursor.Joined.ShouldBe(JoinedAt.Anywhere);
        new Seen(Seen.Read(cursor)).Units.ShouldNotBeEmpty();
        Health(relay).Pids.Single(p => p.Program is not null).Coding.ShouldBe(coding);
    }

    [Theory]
    [InlineData(H264 + " -map 0:v -map 1:a", "-c:a aac", "", true, "-c copy -f flv -y /dev/null")]
    [InlineData(H264 + " -map 0:v -map 1:a", "-c:a aac", "", false, "-c copy -f flv -y /dev/null")]
    [InlineData("-c:v mpeg2video -b:v 2M -g 12 -bf 2", "-c:a mp2", "-muxrate 4M", true, "-c copy -f mpegts -y /dev/null")]
    [InlineData("-c:v libx265 -preset ultrafast -x265-params log-level=error:keyint=25:bframes=2:pools=1 -pix_fmt yuv420p", "-c:a ac3", "",
        false, "-c copy -f mpegts -y /dev/null")]
    [InlineData("", "-c:a aac", "", true, "-c copy -f flv -y /dev/null")]
    public void A_copy_over_five_restarts_of_the_source_warns_of_nothing(string video, string audio, string mux, bool told, string copy)
    {
        using var relay = Relay(out var cursor);
        var read = new List<byte>();
        var packets = 0;
        for (var start = 0; start < 6; start++)
        {
            var run = Ffmpeg.Stream($"{2 + (start % 3)}.{start}", video, audio, $"{mux} -muxdelay {0.1 * start}");
            packets += Ffmpeg.Packets(run, video.Length > 0 ? "v" : "a").Length;
            if (told && start > 0)
                relay.Restarted();
            foreach (var part in run.Chunk(4096))
                relay.Write(part);
            relay.Idle();
            read.AddRange(Seen.Read(cursor));
            _clock.Advance(TimeSpan.FromMilliseconds(700 * start));
        }
        byte[] relayed = [.. read];
        var seen = new Seen(relayed);
        seen.Gaps.ShouldBeEmpty();
        seen.StepsBack().ShouldBeEmpty();
        Ffmpeg.Complaints(relayed, copy).ShouldBeEmpty();
        var times = Ffmpeg.Times(relayed, video.Length > 0 ? "v" : "a");
        times.Length.ShouldBe(packets);
        times.Zip(times.Skip(1), (a, b) => b - a).ShouldAllBe(step => step > 0 && step < 5);
        Health(relay).ContinuityErrors.ShouldBe(0);
    }

    private static int KeyFrames(byte[] stream)
    {
        var clock = new StandingClock();
        using var relay = new LiveRelay(new ChunkPool(), RingLimits.Default, clock);
        foreach (var part in stream.Chunk(1000))
            relay.Write(part);
        clock.Advance(TimeSpan.FromSeconds(1));
        relay.Idle();
        return (int)relay.Health.Pids.Single(p => p.Coding.IsVideo()).KeyFrames;
    }

    private LiveRelay Relay(out RelayCursor cursor)
    {
        var relay = new LiveRelay(new ChunkPool(), RingLimits.Default, _clock);
        cursor = relay.Open(new ReaderSignal());
        return relay;
    }

    private RelayHealth Health(LiveRelay relay)
    {
        _clock.Advance(TimeSpan.FromSeconds(1));
        relay.Idle();
        return relay.Health;
    }

    private static byte[] WithoutFlag(byte[] stream)
    {
        byte[] plain = [.. stream];
        for (var at = 0; at < plain.Length; at += 188)
        {
            if ((plain[at + 3] & 0x20) != 0 && plain[at + 4] > 0)
                plain[at + 5] &= 0xBF;
        }
        return plain;
    }
}
