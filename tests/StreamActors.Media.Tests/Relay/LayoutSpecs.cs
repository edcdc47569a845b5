using StreamActors.Media.Mpegts;
using StreamActors.Media.Relay;
using StreamActors.Media.Tests.Streams;
using StreamActors.Testing;

namespace StreamActors.Media.Tests.Relay;

public sealed class LayoutSpecs
{
    private readonly Mux _mux = new();
    private readonly LiveRelay _relay = new(new ChunkPool(), RingLimits.Default, new StandingClock());

    [Fact]
    public void Another_coding_on_the_same_PID_is_another_layout_and_nobody_joins_before_it()
    {
        _relay.Layout.ShouldBe(StreamLayout.None);
        _relay.Write(_mux.Tables().Video(90_000, key: true, pcr: 80_000, flag: true).Video(93_600, key: false).Cut());
        _relay.JoinPoint.ShouldBe(2);
        var before = _relay.Layout;
        _relay.Write(_mux.Pmt(version: 1, video: 0x24).Cut());
        var after = _relay.Layout;
        (after.Number, after.Since > before.Since, after.Programs.Single().Streams[0].Coding).ShouldBe(
            (before.Number + 1, true, StreamCoding.Hevc));
        _relay.JoinPoint.ShouldBeNull();
    }

    [Fact]
    public void A_map_of_another_version_with_the_same_streams_is_no_other_layout()
    {
        _relay.Write(_mux.Tables().Video(90_000, key: true, pcr: 80_000, flag: true).Video(93_600, key: false).Cut());
        var before = _relay.Layout;
        _relay.Write(_mux.Pmt(version: 1).Cut());
        _relay.Layout.ShouldBeSameAs(before);
        _relay.JoinPoint.ShouldNotBeNull();
    }
}
