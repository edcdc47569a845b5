namespace StreamActors.Runtime.Akka.Tests;

public sealed class DelaySpecs
{
    [Theory, InlineData(-1), InlineData(1)]
    public async Task A_delay_takes_as_long_as_it_was_meant_to_however_the_wall_clock_is_set(int hours)
    {
        await using var node = await SmallNode.Start();
        var delay = TimeSpan.FromSeconds(2);
        (await node.Ask(new SetAlarm("tea", node.Clock.GetUtcNow() + delay, 500, AtMost: delay))).ShouldBeOfType<Done>();
        node.Clock.Set(TimeSpan.FromHours(hours));
        node.Clock.Advance(TimeSpan.FromSeconds(1.9));
        (await node.Order()).Coins.ShouldBe(0);
        node.Clock.Advance(TimeSpan.FromSeconds(0.2));
        await SmallNode.Until(async () => (await node.Order()).Coins == 500);
    }

    [Fact]
    public async Task A_delay_that_was_asked_for_before_the_clock_was_set_back_is_no_longer_than_itself()
    {
        await using var node = await SmallNode.Start();
        var at = node.Clock.GetUtcNow() + TimeSpan.FromSeconds(2);
        node.Clock.Set(TimeSpan.FromHours(-1));
        await node.Ask(new SetAlarm("tea", at, 500, AtMost: TimeSpan.FromSeconds(2)));
        node.Clock.Advance(TimeSpan.FromSeconds(2.1));
        await SmallNode.Until(async () => (await node.Order()).Coins == 500);
    }
}
