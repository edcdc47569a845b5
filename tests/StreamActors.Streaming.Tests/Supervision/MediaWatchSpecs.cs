namespace StreamActors.Streaming.Tests.Supervision;

public sealed class MediaWatchSpecs
{
    private readonly MediaWatch _watch = new(TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(20));

    [Fact]
    public void A_driver_that_lives_and_moves_nothing_is_never_on_air()
    {
        foreach (var second in Enumerable.Range(0, 20))
            At(second, accepted: 7).ShouldBe(Sign.None);
        At(20, accepted: 7).ShouldBe(Sign.Stalled);
        At(60, accepted: 7).ShouldBe(Sign.None, "it is said once");
    }

    [Fact]
    public void What_was_moved_before_this_run_is_no_evidence() => At(0, accepted: 1_000).ShouldBe(Sign.None);

    [Fact]
    public void The_first_media_is_on_air_and_silence_for_the_stall_time_is_not()
    {
        At(0, 0);
        At(1, 1).ShouldBe(Sign.Accepted);
        At(2, 2).ShouldBe(Sign.None);
        At(11.9, 2).ShouldBe(Sign.None);
        At(12, 2).ShouldBe(Sign.Stalled);
        At(13, 3).ShouldBe(Sign.Accepted, "an input that listens gets its sender back");
    }

    [Fact]
    public void A_peer_that_has_gone_after_it_has_sent_is_not_waited_for()
    {
        _watch.Check(TimeSpan.Zero, 0, false, isPeerGone: true).ShouldBe(Sign.None);
        At(1, 1).ShouldBe(Sign.Accepted);
        _watch.Check(TimeSpan.FromSeconds(2), 1, false, isPeerGone: true).ShouldBe(Sign.Stalled);
        _watch.Check(TimeSpan.FromSeconds(3), 1, false, isPeerGone: true).ShouldBe(Sign.None, "it is said once");
        At(4, 2).ShouldBe(Sign.Accepted);
    }

    [Fact]
    public void A_new_stall_time_applies_from_the_next_check()
    {
        At(0, 0);
        At(1, 1);
        _watch.Change(TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(30)).ShouldBeTrue();
        _watch.Change(TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(30)).ShouldBeFalse();
        At(12, 1).ShouldBe(Sign.None);
        _watch.Change(TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(20)).ShouldBeTrue();
        At(13, 1).ShouldBe(Sign.Stalled);
    }

    [Fact]
    public void An_output_without_input_media_is_not_stalled()
    {
        At(0, 0);
        At(1, 1);
        At(100, 1, nothingToMove: true).ShouldBe(Sign.None);
        At(109, 1).ShouldBe(Sign.None);
        At(110, 1).ShouldBe(Sign.Stalled);
    }

    [Fact]
    public void When_the_source_is_back_on_air_is_said_again()
    {
        At(0, 0);
        At(1, 1);
        _watch.Expect();
        At(5, 1).ShouldBe(Sign.None);
        At(6, 2).ShouldBe(Sign.Accepted);
    }

    private Sign At(double second, long accepted, bool nothingToMove = false) =>
        _watch.Check(TimeSpan.FromSeconds(second), accepted, nothingToMove);
}
