using StreamActors.Domain.Alerts;
using StreamActors.Domain.Workloads;
using StreamActors.Kernel;
using static StreamActors.Control.Tests.AlertScenes;

namespace StreamActors.Control.Tests;

/// <summary>The states of an alert, with exact times.</summary>
public sealed class AlertEvaluatorSpecs
{
    private readonly AlertEvaluator _alertEvaluator = new(new OccurrenceWindow(Start));

    [Fact]
    public void What_parks_fires_at_once()
    {
        var steps = Look(Output(Phase.Parked) with { Reason = "The key is refused" }, 0, Only("parked"));
        steps.ShouldBe([(ParkedYt, new RaiseAlert(AlertSeverity.Critical, "output/yt is parked. The key is refused.", Start))]);
    }

    [Fact]
    public void An_ended_file_raises_no_alert() =>
        Look(Output(Phase.Parked) with { Class = ErrorClass.Ended, Reason = "The file was played to its end." }, 0, Only("parked"))
        .ShouldBeEmpty();

    [Fact]
    public void What_is_pending_fires_when_it_has_held_for_exactly_as_long_as_the_rule_wants()
    {
        var stalled = Output(Phase.Stalled) with { Since = Start };
        Look(stalled, 9.999, Only("stalled")).ShouldBeEmpty();
        _alertEvaluator.Pending.Keys.ShouldBe([new AlertId("stalled", Yt)]);
        Look(stalled, 10, Only("stalled")).ShouldHaveSingleItem().Command.ShouldBeOfType<RaiseAlert>().Since.ShouldBe(Start);
    }

    [Fact]
    public void What_stops_before_that_begins_anew()
    {
        Look(Output(Phase.Starting), 0, Only("off-air")).ShouldBeEmpty();
        Look(Output(Phase.OnAir), 29, Only("off-air")).ShouldBeEmpty();
        _alertEvaluator.Pending.ShouldBeEmpty();
        Look(Output(Phase.BackingOff), 30, Only("off-air")).ShouldBeEmpty();
        Look(Output(Phase.Starting), 59, Only("off-air")).ShouldBeEmpty();
        Look(Output(Phase.BackingOff), 60, Only("off-air")).ShouldHaveSingleItem();
    }

    [Fact]
    public void What_fires_is_resolved_when_it_has_not_held_for_exactly_as_long_as_the_rule_wants()
    {
        var id = new AlertId("stalled", Yt);
        var firing = Those((id, Firing));
        Look(Output(Phase.Stalled), 20, Only("stalled"), firing).ShouldBeEmpty();
        Look(Output(Phase.OnAir), 21, Only("stalled"), firing).ShouldBeEmpty();
        Look(Output(Phase.Stalled), 40, Only("stalled"), firing).ShouldBeEmpty();
        Look(Output(Phase.OnAir), 41, Only("stalled"), firing).ShouldBeEmpty();
        Look(Output(Phase.OnAir), 70.999, Only("stalled"), firing).ShouldBeEmpty();
        Look(Output(Phase.OnAir), 71, Only("stalled"), firing).ShouldBe([(id, new ResolveAlert("output/yt has recovered."))]);
    }

    [Fact]
    public void A_server_that_has_just_started_resolves_nothing_that_it_does_not_know()
    {
        var firing = Those((new AlertId("stalled", Yt), Firing), (new AlertId("flapping", Yt), Firing));
        for (var second = 0; second < 599; second++)
            Look(Output(null), second, ShippedRules.All, firing).ShouldBeEmpty();
        var after = Look(Output(Phase.OnAir), 600, Only("flapping"), Those((new AlertId("flapping", Yt), Firing)));
        after.ShouldHaveSingleItem().Command.ShouldBeOfType<ResolveAlert>();
    }

    [Fact]
    public void What_is_removed_switched_off_or_no_longer_watched_is_resolved()
    {
        _alertEvaluator.Evaluate(Set([], Those((ParkedYt, Firing))), Start)
            .ShouldHaveSingleItem().Command.ShouldBeOfType<ResolveAlert>().Why.ShouldContain("was removed");
        Look(Output(Phase.Parked) with { On = false }, 1, ShippedRules.All, Those((ParkedYt, Firing)))
            .ShouldHaveSingleItem().Command.ShouldBeOfType<ResolveAlert>();
        Look(Output(Phase.Parked), 2, Only("parked", r => r with { On = false }), Those((ParkedYt, Firing)))
            .ShouldHaveSingleItem().Command.ShouldBeOfType<ResolveAlert>().Why.ShouldContain("removed or switched off");
        Look(Output(Phase.Parked), 3, Only("parked", r => r with { Labels = r.Labels.Add("team", "news") }), Those((ParkedYt, Firing)))
            .ShouldHaveSingleItem();
    }

    [Fact]
    public void A_node_that_was_down_before_this_one_watched_stays_so_for_a_day()
    {
        var down = Those((new AlertId("node-down", new EntityId("node", "b")), Firing));
        _alertEvaluator.Evaluate(Set([], down), Start + Seconds(86_399)).ShouldBeEmpty();
        _alertEvaluator.Evaluate(Set([], down), Start + Seconds(86_400)).ShouldHaveSingleItem();
    }

    [Fact]
    public void It_flaps_when_it_was_started_as_often_as_the_rule_says_within_the_time()
    {
        for (var start = 1; start <= 5; start++)
            // the first is the initial state
            Look(Output(Phase.OnAir) with { Incarnation = start }, start * 100, Only("flapping")).ShouldBeEmpty();
        Look(Output(Phase.OnAir) with { Incarnation = 6 }, 600, Only("flapping"))
            .ShouldHaveSingleItem().Command.ShouldBeOfType<RaiseAlert>().Summary.ShouldStartWith(
            "output/yt was started 5 times within 10m.");
        Look(Output(Phase.OnAir) with { Incarnation = 6 }, 801, Only("flapping"), Those((new AlertId("flapping", Yt), Firing)))
            .ShouldHaveSingleItem().Command.ShouldBeOfType<ResolveAlert>();
    }

    [Fact]
    public void Errors_are_counted_over_the_time_and_across_incarnations()
    {
        Subject Cam(long errors) => new(new EntityId("input", "cam"), true) { Phase = Phase.OnAir, ContinuityErrors = errors };
        Look(Cam(1000), 0, Only("cc-errors")).ShouldBeEmpty();
        Look(Cam(1006), 10, Only("cc-errors")).ShouldBeEmpty();
        Look(Cam(3), 20, Only("cc-errors")).ShouldBeEmpty();
        Look(Cam(4), 30, Only("cc-errors")).ShouldHaveSingleItem().Command.ShouldBeOfType<RaiseAlert>().Summary.ShouldBe(
            "input/cam has 10 continuity counter errors within 1m.");
    }

    [Fact]
    public void Two_senders_on_one_port_are_told_by_name_when_they_do_not_just_relieve_each_other()
    {
        var cam = new Subject(new EntityId("input", "cam"), true) { Phase = Phase.OnAir, Senders = ["10.0.0.1:5000", "10.0.0.2:6000"] };
        Look(cam, 0, Only("two-senders")).ShouldBeEmpty();
        Look(cam with { Senders = [] }, 5, Only("two-senders")).ShouldBeEmpty();
        Look(cam, 6, Only("two-senders")).ShouldBeEmpty();
        Look(cam, 16, Only("two-senders")).ShouldHaveSingleItem().Command.ShouldBeOfType<RaiseAlert>().Summary
            .ShouldBe("input/cam: 2 senders use its port at the same time: 10.0.0.1:5000, 10.0.0.2:6000. Their streams destroy each "
            + "other: stop all but one.");
    }

    [Fact]
    public void A_slow_destination_is_told_and_is_not_off_the_air()
    {
        var slow = Output(Phase.Slow) with { Reason = "4 s behind" };
        Look(slow, 0, Only("slow")).ShouldBeEmpty();
        Look(slow, 10, Only("slow"))
            .ShouldHaveSingleItem().Command.ShouldBeOfType<RaiseAlert>().Summary.ShouldBe("output/yt is slow. 4 s behind.");
        Look(slow, 0, Only("off-air")).ShouldBeEmpty();
        Look(slow, 60, Only("off-air")).ShouldBeEmpty();
    }

    [Fact]
    public void Few_bits_and_a_full_disk_are_told_with_their_figures()
    {
        var low = Output(Phase.OnAir) with { BitsPerSecond = 40_000 };
        Look(low, 0, Only("bitrate-low")).ShouldBeEmpty();
        Look(low, 30, Only("bitrate-low")).ShouldHaveSingleItem().Command.ShouldBeOfType<RaiseAlert>().Summary.ShouldBe(
            "The bit rate of output/yt is 40000 bit/s, below 50000.");
        var node = new Subject(new EntityId("node", "studio-1"), true) { IsUp = true, DiskFreePercent = 9.4 };
        Look(node, 0, Only("disk-low", r => r with { For = TimeSpan.Zero }))
            .ShouldHaveSingleItem().Command.ShouldBeOfType<RaiseAlert>().Summary.ShouldBe(
            "node/studio-1 has 9.4 % of its disk free, below 10 %.");
    }

    [Fact]
    public void A_wall_clock_that_steps_forward_lets_nothing_fire_before_its_time()
    {
        var rules = Only("stalled"); // for 10 s
        LookSet(Output(Phase.OnAir), 0, TimeSpan.Zero, rules).ShouldBeEmpty();
        // It stalled just before the wall clock was set an hour ahead.
        var stalled = Output(Phase.Stalled) with { Since = Start + Seconds(0.5) };
        LookSet(stalled, 1, TimeSpan.FromHours(1), rules).ShouldBeEmpty();
        LookSet(stalled, 9, TimeSpan.FromHours(1), rules).ShouldBeEmpty();
        LookSet(stalled, 11, TimeSpan.FromHours(1), rules).ShouldHaveSingleItem();
    }

    [Fact]
    public void A_wall_clock_that_steps_back_holds_nothing_up()
    {
        var rules = Only("stalled");
        LookSet(Output(Phase.OnAir), 0, TimeSpan.Zero, rules).ShouldBeEmpty();
        var stalled = Output(Phase.Stalled) with { Since = Start + Seconds(1) };
        LookSet(stalled, 1, TimeSpan.Zero, rules).ShouldBeEmpty();
        LookSet(stalled, 11, TimeSpan.FromHours(-1), rules).ShouldHaveSingleItem();

        var firing = Those((new AlertId("stalled", Yt), Firing));
        LookSet(Output(Phase.OnAir), 12, TimeSpan.FromHours(-1), rules, firing).ShouldBeEmpty();
        LookSet(Output(Phase.OnAir), 42, TimeSpan.FromHours(-2), rules, firing)
            .ShouldHaveSingleItem().Command.ShouldBeOfType<ResolveAlert>();
    }

    /// <summary>A time of the monotonic clock, with the wall clock off by that much.</summary>
    private IReadOnlyList<(AlertId Id, Command Command)> LookSet(Subject subject, double second, TimeSpan set,
        IReadOnlyDictionary<string, AlertRuleConfig> rules, IReadOnlyDictionary<AlertId, AlertState>? alerts = null) =>
        _alertEvaluator.Evaluate(Set([subject], alerts, rules), Start + Seconds(second) + set, Seconds(second));

    private IReadOnlyList<(AlertId Id, Command Command)> Look(Subject subject, double second,
        IReadOnlyDictionary<string, AlertRuleConfig> rules, IReadOnlyDictionary<AlertId, AlertState>? alerts = null) =>
        _alertEvaluator.Evaluate(Set([subject], alerts, rules), Start + Seconds(second));
}
