namespace StreamActors.Streaming.Tests.Supervision;

public sealed class SlowWatchSpecs
{
    private readonly SlowWatch _watch = new();

    [Fact]
    public void A_moment_behind_is_not_slow_and_five_seconds_are()
    {
        At(0, 9).ShouldBeFalse();
        At(4, 9).ShouldBeFalse();
        At(4.5, 2).ShouldBeFalse();
        At(5, 9).ShouldBeFalse();
        At(9.9, 4).ShouldBeFalse();
        At(10, 4).ShouldBeTrue();
    }

    [Fact]
    public void Packets_left_out_are_slow_at_once() => At(0, 0.5, lost: 7).ShouldBeTrue();

    [Fact]
    public void It_has_caught_up_when_it_was_near_for_five_seconds_and_lost_nothing()
    {
        At(0, 4, lost: 7).ShouldBeTrue();
        At(1, 0.1, lost: 7).ShouldBeTrue();
        At(5, 0.1, lost: 7).ShouldBeTrue();
        At(5.5, 2, lost: 7).ShouldBeTrue();
        At(6, 0.1, lost: 7).ShouldBeTrue();
        At(8, 0.1, lost: 9).ShouldBeTrue();
        At(9, 0.1, lost: 9).ShouldBeTrue();
        At(13.9, 0.1, lost: 9).ShouldBeTrue();
        At(14, 0.1, lost: 9).ShouldBeFalse();
    }

    private bool At(double second, double backlog, long lost = 0)
    {
        _watch.Check(TimeSpan.FromSeconds(second), TimeSpan.FromSeconds(backlog), lost);
        return _watch.IsSlow;
    }
}
