using StreamActors.Domain.Addresses;
using StreamActors.Domain.Workloads;
using StreamActors.Kernel;

namespace StreamActors.Domain.Tests.Workloads;

public sealed partial class WorkloadSpecs
{
    private static readonly EntityId Owner = new("output", "twitch");
    private static readonly WorkloadSpec Spec =
        new(WorkloadType.Egress, "studio", new Address("rtmp://live.example/app"), TimeSpan.FromSeconds(10));
    private static readonly WorkloadSpec Ingest = Spec with { Sort = WorkloadType.Ingest };

    private static readonly WorkloadSpec Listener =
        Ingest with { Address = new Address("srt://:9000") { Options = Spec.Address.Options.Add("mode", "listener") } };

    private readonly WorkloadScenario _it = new();

    private WorkloadScenario OnAir(WorkloadSpec? spec = null)
    {
        _it.Say(new Assign(Owner, 1, spec ?? Spec, On: true));
        _it.Say(new SourceCame("node-a", 7));
        _it.Say(new MediaAccepted(_it.Order.Incarnation));
        _it.Live.Phase.ShouldBe(Phase.OnAir);
        return _it;
    }

    private void ParksAtTheFifth(ErrorClass fault)
    {
        for (var n = 0; n < 4; n++)
        {
            Fail(fault);
            _it.Live.Phase.ShouldBe(Phase.BackingOff);
            _it.Say(new DelayOver());
        }
        Fail(fault);
        _it.Live.Phase.ShouldBe(Phase.Parked);
    }

    private void Fail(ErrorClass error, string text = "it broke", bool ourselves = false) =>
        _it.Say(new MediaEnded(_it.Order.Incarnation, error, text, 0.5, ourselves) { Clock = _it.Clock });

    private TimeSpan Delay => _it.Live.RetryAt!.Value - _it.Now;

    [Fact]
    public void Switched_on_it_waits_for_its_input_and_starts_when_it_is_there()
    {
        _it.Say(new Assign(Owner, 1, Spec, On: true)).ShouldBe([new WatchSource(Spec)]);
        _it.Live.Phase.ShouldBe(Phase.Waiting);
        _it.Say(new SourceCame("node-a", 7)).ShouldBe([new StartMedia(Spec)]);
        (_it.Live.Phase, _it.Order.Incarnation, _it.Order.Sequence).ShouldBe((Phase.Starting, 2, 2));
    }

    [Fact]
    public void What_has_ended_stays_so_until_it_is_retried()
    {
        OnAir(Ingest);
        Fail(ErrorClass.Ended, "The file was played to its end.");
        (_it.Live.Phase, _it.Live.Class, _it.Live.Reason).ShouldBe((Phase.Parked, ErrorClass.Ended, "The file was played to its end."));
        _it.Say(new Retry());
        _it.Live.Phase.ShouldBe(Phase.Waiting);
    }

    [Fact]
    public void A_reason_that_says_what_to_type_is_said_as_it_is()
    {
        OnAir();
        Fail(ErrorClass.BadUrl, "127.0.0.1 is this machine. Allow it with media.reach = loopback, then: streamactors outputs retry twitch");
        _it.Order.Parked!.Why.ShouldBe(
            "127.0.0.1 is this machine. Allow it with media.reach = loopback, then: streamactors outputs retry twitch");
    }

    [Fact]
    public void It_is_on_air_only_when_media_was_accepted()
    {
        OnAir();
        _it.Order.ProvenOnAir.ShouldBeTrue();
        _it.Stored.ShouldBe([new Assigned(Owner, 1, Spec, true), new WorkloadStarted("node-a", 7), new ProvedOnAir()]);
    }

    [Fact]
    public void Reports_of_an_older_incarnation_are_ignored()
    {
        OnAir();
        var old = _it.Order.Incarnation;
        Fail(ErrorClass.Network);
        _it.Say(new DelayOver());
        _it.Order.Incarnation.ShouldBeGreaterThan(old);
        _it.Say(new MediaEnded(old, ErrorClass.Codec, "late news", 0.5)).ShouldBeEmpty();
        _it.Say(new MediaAccepted(old)).ShouldBeEmpty();
        _it.Live.Phase.ShouldBe(Phase.Starting);
    }

    [Fact]
    public void When_the_input_goes_and_comes_back_the_driver_stays_and_no_retry_is_spent()
    {
        OnAir();
        var incarnation = _it.Order.Incarnation;
        _it.Say(new SourceWent("the input was lost"));
        (_it.Live.Phase, _it.Live.Reason).ShouldBe((Phase.Waiting, "the input was lost"));
        _it.Say(new SourceCame("node-a", 7)).ShouldBeEmpty("the peer is still connected: nothing is started");
        _it.Say(new MediaAccepted(incarnation));
        (_it.Live.Phase, _it.Order.Incarnation, _it.Live.Failures).ShouldBe((Phase.OnAir, incarnation, FailureHistory.None));
    }

    [Fact]
    public void When_the_driver_ends_while_the_input_is_away_it_waits_and_starts_afresh_with_it()
    {
        OnAir();
        _it.Say(new SourceWent("the input was lost"));
        Fail(ErrorClass.EndedByPeer);
        (_it.Live.Phase, _it.Live.Failures).ShouldBe((Phase.Waiting, FailureHistory.None));
        _it.Say(new SourceCame("node-a", 7)).ShouldBe([new StartMedia(Spec)]);
    }

    [Fact]
    public void Stalled_is_a_failure_even_though_the_process_lives()
    {
        OnAir();
        _it.Say(new MediaStalled(_it.Order.Incarnation, "nothing sent for 10 s")).ShouldHaveSingleItem().ShouldBeOfType<StopMedia>();
        _it.Live.Phase.ShouldBe(Phase.Stalled);
        Fail(ErrorClass.EndedByPeer, "exit 255");
        (_it.Live.Phase, _it.Live.Reason).ShouldBe((Phase.BackingOff, "nothing sent for 10 s"));
        _it.Live.Failures.Latest!.Class.ShouldBe(ErrorClass.Stalled);
    }

    [Fact]
    public void A_slow_destination_is_slow_until_it_has_caught_up_and_stays_connected()
    {
        OnAir();
        var incarnation = _it.Order.Incarnation;
        _it.Say(new MediaSlow(incarnation, "it is 4 s behind")).ShouldBeEmpty();
        (_it.Live.Phase, _it.Live.Reason).ShouldBe((Phase.Slow, "it is 4 s behind"));
        _it.Say(new MediaSlow(incarnation, "it is 9 s behind"));
        _it.Live.Reason.ShouldBe("it is 4 s behind", "once is enough for the timeline");
        _it.Say(new MediaCaughtUp(incarnation)).ShouldBeEmpty();
        (_it.Live.Phase, _it.Live.Reason, _it.Order.Incarnation).ShouldBe((Phase.OnAir, "", incarnation));
        _it.Say(new MediaSlow(incarnation, "again"));
        _it.Say(new MediaStalled(incarnation, "nothing at all")).ShouldHaveSingleItem().ShouldBeOfType<StopMedia>();
        _it.Say(new MediaSlow(incarnation, "late"));
        _it.Live.Phase.ShouldBe(Phase.Stalled);
    }

    [Theory]
    [InlineData(3600, 1)]
    [InlineData(11, 30)] // the ten seconds before a stall is seen are no time on air
    public void Time_on_air_before_a_stall_or_a_slow_time_forgives_too(int secondsOnAir, int delay)
    {
        OnAir();
        for (var n = 0; n < 8; n++)
        {
            Fail(ErrorClass.Network);
            _it.Say(new DelayOver());
        }
        _it.Say(new MediaAccepted(_it.Order.Incarnation));
        _it.Pass(TimeSpan.FromSeconds(secondsOnAir - 1));
        _it.Say(new MediaSlow(_it.Order.Incarnation, "behind"));
        _it.Pass(TimeSpan.FromSeconds(1));
        _it.Say(new MediaStalled(_it.Order.Incarnation, "nothing"));
        _it.Pass(TimeSpan.FromSeconds(4));
        Fail(ErrorClass.EndedByPeer);
        Delay.ShouldBe(TimeSpan.FromSeconds(delay));
    }

    [Fact]
    public void Ordered_off_it_stops_and_is_idle_when_the_driver_is_gone()
    {
        OnAir();
        _it.Say(new Assign(Owner, 2, Spec, On: false)).ShouldHaveSingleItem().ShouldBeOfType<StopMedia>();
        _it.Live.Phase.ShouldBe(Phase.Stopping);
        Fail(ErrorClass.EndedByPeer);
        _it.Live.Phase.ShouldBe(Phase.Idle);
        _it.Live.Failures.ShouldBe(FailureHistory.None);
    }

    [Fact]
    public void Edited_on_air_it_stops_the_old_and_starts_the_new()
    {
        OnAir();
        var edited = Spec with { Address = new Address("rtmp://elsewhere.example/app") };
        _it.Say(new Assign(Owner, 2, edited, On: true)).ShouldHaveSingleItem().ShouldBeOfType<StopMedia>();
        Fail(ErrorClass.EndedByPeer);
        _it.Performed[^1].ShouldBe(new StartMedia(edited));
        _it.Order.ProvenOnAir.ShouldBeFalse("the new address has proved nothing yet");
    }

    [Fact]
    public void How_long_it_may_stand_still_is_changed_while_it_runs()
    {
        OnAir();
        var incarnation = _it.Order.Incarnation;
        _it.Say(new Assign(Owner, 2, Spec with { StallAfter = TimeSpan.FromSeconds(30) }, On: true))
            .ShouldBe([new ChangeStallTime(TimeSpan.FromSeconds(30))]);
        (_it.Live.Phase, _it.Order.Incarnation, _it.Order.Spec!.StallAfter).ShouldBe((Phase.OnAir, incarnation, TimeSpan.FromSeconds(30)));
        Fail(ErrorClass.Network);
        var delay = _it.Live.RetryAt;
        _it.Say(new Assign(Owner, 3, Spec, On: true)).ShouldBeEmpty();
        (_it.Live.Phase, _it.Live.RetryAt).ShouldBe((Phase.BackingOff, delay), "a delay is neither cut short nor begun again");
    }

    [Fact]
    public void An_edit_that_changes_nothing_for_it_touches_nothing()
    {
        OnAir();
        var before = _it.Stored.Count;
        _it.Say(new Assign(Owner, 2, Spec, On: true)).ShouldBeEmpty();
        _it.Live.Phase.ShouldBe(Phase.OnAir);
        _it.Stored.Count.ShouldBe(before, "a label of its owner is nothing to it, and nothing to store");
    }

    [Fact]
    public void A_late_outdated_order_is_ignored()
    {
        OnAir();
        _it.Say(new Assign(Owner, 5, Spec, On: false));
        _it.Say(new Assign(Owner, 4, Spec, On: true)).ShouldBeEmpty();
        _it.Order.On.ShouldBeFalse();
    }

    [Fact]
    public void Parked_it_stays_so_over_restarts_until_it_is_retried_or_edited()
    {
        OnAir();
        Fail(ErrorClass.BadUrl);
        _it.Crash();
        _it.Live.Phase.ShouldBe(Phase.Parked);
        _it.Say(new Assign(Owner, 2, Spec, On: true));
        _it.Order.Parked.ShouldNotBeNull("the same wish again cures nothing");
        _it.Say(new Retry()).ShouldBe([new WatchSource(Spec)]);
        (_it.Live.Phase, _it.Order.Parked).ShouldBe((Phase.Waiting, null));
    }

    [Fact]
    public void After_a_crash_of_the_server_it_starts_again_under_a_higher_incarnation()
    {
        OnAir();
        var before = _it.Order.Incarnation;
        _it.Crash();
        _it.Live.Phase.ShouldBe(Phase.Waiting);
        _it.Say(new SourceCame("node-b", 8)).ShouldBe([new StartMedia(Spec)]);
        _it.Order.Incarnation.ShouldBeGreaterThan(before);
    }

    [Fact]
    public void A_restart_by_hand_is_a_fresh_start_and_refused_where_it_is_off()
    {
        OnAir();
        _it.Say(new Restart()).ShouldHaveSingleItem().ShouldBeOfType<StopMedia>();
        _it.Say(new Restart()).ShouldBeEmpty();
        Fail(ErrorClass.EndedByPeer);
        _it.Live.Phase.ShouldBe(Phase.Starting);
        _it.Say(new Assign(Owner, 2, Spec, On: false));
        _it.Refusal(new Restart()).Code.ShouldBe("off");
        new WorkloadScenario().Refusal(new Restart()).Code.ShouldBe("not-found");
    }

    [Fact]
    public void Removed_it_stops_for_good()
    {
        OnAir();
        _it.Say(new Retire(Owner, 2)).ShouldHaveSingleItem().ShouldBeOfType<StopMedia>();
        Fail(ErrorClass.EndedByPeer);
        _it.Live.Phase.ShouldBe(Phase.Idle);
        _it.Say(new SourceCame("node-a", 7)).ShouldBeEmpty();
        WorkloadDecider.IsWanted(new Retired(Owner, 2)).ShouldBe(false);
    }
}
