using StreamActors.Domain.Alerts;
using StreamActors.Kernel;
using static StreamActors.Control.Tests.AlertScenes;

namespace StreamActors.Control.Tests;

/// <summary>Which messages a channel sends, and when.</summary>
public sealed class DueNoticesSpecs
{
    [Fact]
    public void Three_hundred_that_fail_at_once_are_one_message_after_the_time_they_gather_in()
    {
        var alerts = Enumerable.Range(0, 300).ToDictionary(n => new AlertId("parked", new EntityId("output", $"o{n}")),
            n => Firing with { FiredAt = Start + Seconds(n * 0.01) });
        Due(DeliveryState.None, alerts, 4.99).ShouldBeEmpty();
        Due(DeliveryState.None, alerts, 5).Length.ShouldBe(300);
    }

    [Fact]
    public void Messages_keep_their_distance()
    {
        var delivery = DeliveryState.None with { PlannedAt = Start };
        Due(delivery, Those((ParkedYt, Firing)), 29.99).ShouldBeEmpty();
        Due(delivery, Those((ParkedYt, Firing)), 30).ShouldHaveSingleItem();
    }

    [Fact]
    public void A_sent_alert_is_not_repeated_and_its_resolution_is_sent()
    {
        var told = Told(("parked~output~yt", Start));
        Due(told, Those((ParkedYt, Firing)), 1000).ShouldBeEmpty();
        var item = Due(told, Those((ParkedYt, Firing with { Firing = false, ResolvedAt = Start + Seconds(60), Why = "It is back." })), 65)
            .ShouldHaveSingleItem();
        (item.Firing, item.Why).ShouldBe((false, "It is back."));
    }

    [Fact]
    public void The_resolution_of_an_unsent_alert_is_not_sent() =>
        Due(DeliveryState.None, Those((ParkedYt, Firing with { Firing = false, ResolvedAt = Start })), 1000).ShouldBeEmpty();

    [Fact]
    public void A_channel_without_resolutions_gets_each_alert()
    {
        var quiet = Desk with { Resolved = false };
        var told = Told(("parked~output~yt", Start + Seconds(5)));
        Due(told, Those((ParkedYt, Firing with { Firing = false, ResolvedAt = Start })), 1000, quiet).ShouldBeEmpty();
        Due(told, Those((ParkedYt, Firing)), 1000, quiet).ShouldBeEmpty();
        Due(told, Those((ParkedYt, Firing with { FiredAt = Start + Seconds(600) })), 1000, quiet).ShouldHaveSingleItem();
    }

    [Fact]
    public void A_silence_keeps_both_back_until_it_is_over()
    {
        var silence = new Silence("ann", "moving", Start + Seconds(100), Start);
        Due(DeliveryState.None, Those((ParkedYt, Firing with { Silence = silence })), 99.9).ShouldBeEmpty();
        Due(DeliveryState.None, Those((ParkedYt, Firing with { Silence = silence })), 100).ShouldHaveSingleItem();
        var all = Those((ParkedYt, Firing), (ParkedYt with { Rule = AlertId.AnyRule }, AlertState.None with { Silence = silence }));
        Due(DeliveryState.None, all, 99.9).ShouldBeEmpty();
        Due(DeliveryState.None, all, 100).ShouldHaveSingleItem();
    }

    [Fact]
    public void It_is_repeated_until_acknowledged()
    {
        var rules = Only("parked", r => r with { RepeatEvery = TimeSpan.FromMinutes(15) });
        var told = Told(("parked~output~yt", Start));
        Due(told, Those((ParkedYt, Firing)), 899.9, rules: rules).ShouldBeEmpty();
        Due(told, Those((ParkedYt, Firing)), 905, rules: rules).ShouldHaveSingleItem().Again.ShouldBeTrue();
        Due(told, Those((ParkedYt, Firing with { Acknowledged = new Acknowledgement("ann", null, Start) })), 905, rules: rules)
            .ShouldBeEmpty();
    }

    [Fact]
    public void Each_channel_gets_its_own_alerts()
    {
        Due(DeliveryState.None, Those((ParkedYt, Firing with { Severity = AlertSeverity.Warning })), 10,
            Desk with { Least = AlertSeverity.Critical }).ShouldBeEmpty();
        Due(DeliveryState.None, Those((ParkedYt, Firing)), 10, rules: Only("parked", r => r with { Channels = ["other"] })).ShouldBeEmpty();
        Due(DeliveryState.None, Those((ParkedYt, Firing)), 10, Desk with { On = false }).ShouldBeEmpty();
    }

    [Fact]
    public void A_failed_channel_rests_unless_it_was_edited()
    {
        var resting = DeliveryState.None with { PlannedAt = Start, FaultAt = Start + Seconds(60), RestUntil = Start + Seconds(960) };
        Due(resting, Those((ParkedYt, Firing)), 500).ShouldBeEmpty();
        Due(resting, Those((ParkedYt, Firing)), 960).ShouldHaveSingleItem();
        Due(resting, Those((ParkedYt, Firing)), 500, changed: Start + Seconds(400)).ShouldHaveSingleItem();
    }

    private static System.Collections.Immutable.ImmutableArray<NoticeItem> Due(
        DeliveryState delivery, IReadOnlyDictionary<AlertId, AlertState> alerts, double second, ChannelConfig? config = null,
        IReadOnlyDictionary<string, AlertRuleConfig>? rules = null, DateTimeOffset? changed = null) =>
        Control.DueNotices.Of("desk", new Channel(config ?? Desk, changed ?? Start, delivery), delivery, Set(alerts: alerts, rules: rules),
        Start + Seconds(second));
}
