using StreamActors.Testing;

namespace StreamActors.Streaming.Tests.Supervision;

public sealed class StormLimitSpecs
{
    private readonly StandingClock _clock = new();

    [Fact]
    public void A_few_start_at_once_and_the_rest_in_their_turn()
    {
        var limit = new StormLimit(() => 10, _clock);
        var waits = Enumerable.Range(0, 10).Select(_ => Milliseconds(limit)).ToList();
        waits.ShouldBe([0, 0, 0, 0, 100, 200, 300, 400, 500, 600]);
    }

    [Fact]
    public void Quiet_times_are_not_saved_up()
    {
        var limit = new StormLimit(() => 10, _clock);
        Milliseconds(limit);
        _clock.Advance(TimeSpan.FromHours(1));
        Enumerable.Range(0, 5).Select(_ => Milliseconds(limit)).ShouldBe([0, 0, 0, 0, 100]);
    }

    [Fact]
    public void A_wall_clock_that_is_set_back_keeps_nobody_waiting()
    {
        var limit = new StormLimit(() => 10, _clock);
        Milliseconds(limit);
        _clock.Set(TimeSpan.FromHours(-1));
        Enumerable.Range(0, 4).Select(_ => Milliseconds(limit)).ShouldBe([0, 0, 0, 100]);
    }

    [Fact]
    public void A_node_that_shares_the_limit_with_more_others_slows_down()
    {
        var perSecond = 10.0;
        var limit = new StormLimit(() => perSecond, _clock);
        for (var i = 0; i < 4; i++)
            Milliseconds(limit);
        perSecond = 5;
        Milliseconds(limit);
        Milliseconds(limit).ShouldBe(300);
    }

    private static int Milliseconds(StormLimit limit) => (int)Math.Max(0, Math.Round(limit.Reserve().TotalMilliseconds));
}
