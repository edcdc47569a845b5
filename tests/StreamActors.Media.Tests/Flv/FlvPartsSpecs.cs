using StreamActors.Media.Flv;
using StreamActors.Media.Mpegts;

namespace StreamActors.Media.Tests.Flv;

public sealed class FlvPartsSpecs
{
    [Fact]
    public void A_track_that_is_silent_for_longer_than_a_jump_keeps_its_time()
    {
        var clock = new FlvClock();
        long video = -1, audio = -1;
        clock.TryMap(0, ref video).ShouldBeTrue();
        for (var second = 0L; second <= 20; second++)
            clock.TryMap(second * MediaClock.Hertz, ref audio).ShouldBeTrue();
        var first = video;
        clock.TryMap(20 * MediaClock.Hertz, ref video).ShouldBeTrue();
        (video - first, video).ShouldBe((20 * MediaClock.Hertz, audio));
    }

    [Theory]
    [InlineData(30_000, true)]
    [InlineData(40_000, false)]
    public void A_record_that_no_encoder_makes_is_damaged(int size, bool isRead)
    {
        byte[] record = [1, 0x42, 0, 0x1E, 0xFF, 0xE1, (byte)(size >> 8), (byte)size, 0x67, .. new byte[size - 1], 1, 0, 2, 0x68, 1];
        (ParameterSets.Read(StreamCoding.H264, record) is not null).ShouldBe(isRead);
    }

    [Fact]
    public void What_came_of_the_stream_before_is_not_part_of_the_next_one()
    {
        var track = new PesTrack();
        track.Choose(256, StreamCoding.H264);
        track.Begin();
        track.Add([0, 0, 1, 0xE0, 0, 0, 0x80, 0, 0, 1, 2, 3]);
        track.Length.ShouldBe(3);
        track.Choose(257, StreamCoding.Hevc).ShouldBeTrue();
        track.Length.ShouldBe(0);
    }
}
