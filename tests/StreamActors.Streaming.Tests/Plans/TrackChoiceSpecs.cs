using System.Collections.Immutable;
using StreamActors.Domain.Addresses;
using StreamActors.Media.Mpegts;
using StreamActors.Media.Relay;

namespace StreamActors.Streaming.Tests.Plans;

public sealed class TrackChoiceSpecs
{
    private static readonly StreamLayout Two = new(1, 0,
    [
        new ProgramMap(7, 0, 1, 256,
            [new(256, 0x1B, StreamCoding.H264), new(257, 0x0F, StreamCoding.Aac), new(258, 0x0F, StreamCoding.Aac)]),
        new ProgramMap(9, 0, 2, 512, [new(512, 0x24, StreamCoding.Hevc), new(513, 0x0F, StreamCoding.Aac)]),
    ]);

    private static readonly TrackChoice Rtmp = TrackChoice.Of(new Address("rtmp://127.0.0.1/live"));

    [Fact]
    public void Without_a_word_the_first_program_with_a_picture_is_carried_and_said()
    {
        (Rtmp.In(Two)?.Program, Rtmp.Says(Two), Rtmp.Unsupported(Two)).ShouldBe((7, "program 7 of 7, 9", null));
        Rtmp.Tracks(Two).ShouldBe("H.264 (PID 256), AAC (PID 257)");
        TrackChoice.Of(new Address("srt://127.0.0.1:9000")).Tracks(Two).ShouldBe("H.264 (PID 256), AAC (PID 257), AAC (PID 258)");
    }

    [Fact]
    public void What_cannot_be_carried_is_refused_with_the_reason()
    {
        (Rtmp with { Program = 9 }).Unsupported(Two).ShouldNotBeNull().ShouldStartWith("RTMP cannot carry HEVC.");
        (Rtmp with { Program = 3 }).Unsupported(Two).ShouldBe("The input has no program 3. It has: 7, 9.");
        (Rtmp with { Program = 3 }).Unsupported(StreamLayout.None).ShouldBeNull();
        new TrackChoice(9, OneOfEach: false).Unsupported(Two).ShouldBeNull();
    }

    [Fact]
    public void A_new_second_audio_track_does_not_affect_the_first()
    {
        var more = Two with { Number = 2, Programs = [Two.Programs[0] with {
            Streams = Two.Programs[0].Streams.Add(new(259, 0x0F, StreamCoding.Aac)) }] };
        Rtmp.Tracks(more).ShouldBe(Rtmp.Tracks(Two));
        new TrackChoice(null, OneOfEach: false).Tracks(more).ShouldNotBe(new TrackChoice(null, OneOfEach: false).Tracks(Two));
    }
}
