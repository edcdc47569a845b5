using StreamActors.Domain.Addresses;
using StreamActors.Domain.Workloads;
using StreamActors.Kernel;

namespace StreamActors.Domain.Tests.Workloads;

public sealed class WorkloadSpecs
{
    private static readonly EntityId Owner = new("output", "twitch");
    private static readonly WorkloadSpec Spec = new(WorkloadSort.Egress, "studio", new Address("rtmp://live.example/app"), TimeSpan.FromSeconds(10));
    private static readonly WorkloadSpec Ingest = Spec with { Sort = WorkloadSort.Ingest };

    private static readonly WorkloadSpec Listener = Ingest with { Address = new Address("srt://:9000") { Options = Spec.Address.Options.Add("mode", "listener") } };

    private readonly Rehearsal _it = new();

    private Rehearsal OnAir(WorkloadSpec? spec = null)
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

    private void Fail(ErrorClass error, string text = "it broke", bool ourselves = false) => _it.Say(new MediaEnded(_it.Order.Incarnation, error, text, 0.5, ourselves));

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
    public void It_is_on_air_only_when_media_was_accepted()
    {
        OnAir();
        _it.Order.ProvenOnAir.ShouldBeTrue();
        _it.Stored.ShouldBe([new Assigned(Owner, 1, Spec, true), new WorkloadStarted("node-a", 7), new ProvedOnAir()]);
    }

    [Fact]
    public void Word_of_an_older_incarnation_is_not_listened_to()
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
    public void A_broken_network_is_retried_for_ever_with_a_growing_delay_up_to_30_seconds()
    {
        OnAir();
        var delays = new List<double>();
        for (var n = 0; n < 12; n++)
        {
            Fail(ErrorClass.Network);
            _it.Live.Phase.ShouldBe(Phase.BackingOff);
            delays.Add(Delay.TotalSeconds);
            _it.Pass(Delay);
            _it.Say(new DelayOver());
        }
        delays.ShouldBe([1, 2, 4, 8, 16, 30, 30, 30, 30, 30, 30, 30]);
    }

    [Theory]
    [InlineData(0, 30)]
    [InlineData(1, 30)]
    [InlineData(5, 30)] // five of six still count
    [InlineData(10, 16)]
    [InlineData(15, 8)]
    [InlineData(20, 4)]
    [InlineData(29, 2)]
    [InlineData(30, 1)]
    public void Each_second_on_air_forgives_its_share_of_the_failures_and_thirty_forgive_all(int secondsOnAir, int delay)
    {
        OnAir();
        for (var n = 0; n < 12; n++)
        {
            Fail(ErrorClass.Network);
            _it.Say(new DelayOver());
        }
        _it.Say(new MediaAccepted(_it.Order.Incarnation));
        _it.Pass(TimeSpan.FromSeconds(secondsOnAir));
        Fail(ErrorClass.Network);
        Delay.ShouldBe(TimeSpan.FromSeconds(delay));
    }

    [Fact]
    public void What_flaps_on_air_for_a_second_at_a_time_is_not_tried_more_often()
    {
        OnAir();
        for (var n = 0; n < 20; n++)
        {
            _it.Pass(TimeSpan.FromSeconds(1));
            Fail(ErrorClass.Network);
            if (n >= 5)
                Delay.ShouldBe(TimeSpan.FromSeconds(30));
            _it.Pass(Delay);
            _it.Say(new DelayOver());
            _it.Say(new MediaAccepted(_it.Order.Incarnation));
        }
    }

    [Theory]
    [InlineData(ErrorClass.BadUrl)]
    [InlineData(ErrorClass.Codec)]
    public void What_no_retry_can_cure_is_parked_at_once_with_its_reason(ErrorClass error)
    {
        OnAir();
        Fail(error, "no such codec in FLV");
        _it.Live.Phase.ShouldBe(Phase.Parked);
        _it.Order.Parked!.Why.ShouldContain("no such codec in FLV");
        _it.Say(new SourceCame("node-a", 7)).ShouldBeEmpty();
    }

    [Fact]
    public void A_key_that_is_refused_five_times_in_a_row_is_parked_where_it_never_worked()
    {
        _it.Say(new Assign(Owner, 1, Spec, On: true));
        _it.Say(new SourceCame("node-a", 7));
        ParksAtTheFifth(ErrorClass.RefusedAuth);
    }

    [Fact]
    public void A_network_fault_in_between_ends_the_row_of_refusals()
    {
        _it.Say(new Assign(Owner, 1, Spec, On: true));
        _it.Say(new SourceCame("node-a", 7));
        for (var n = 0; n < 20; n++)
        {
            Fail(n % 4 == 3 ? ErrorClass.Network : ErrorClass.RefusedAuth);
            _it.Live.Phase.ShouldBe(Phase.BackingOff);
            _it.Say(new DelayOver());
        }
    }

    [Fact]
    public void A_destination_that_was_on_air_is_given_ten_minutes_of_doubt()
    {
        OnAir();
        var began = _it.Now;
        while (true)
        {
            Fail(ErrorClass.RefusedAuth);
            if (_it.Live.Phase == Phase.Parked)
                break;
            _it.Pass(TimeSpan.FromSeconds(30));
            _it.Say(new DelayOver());
        }
        (_it.Now - began).ShouldBe(TimeSpan.FromMinutes(10));
    }

    [Fact]
    public void Already_publishing_may_be_our_own_dead_session_even_where_it_never_worked()
    {
        _it.Say(new Assign(Owner, 1, Spec, On: true));
        _it.Say(new SourceCame("node-a", 7));
        for (var n = 0; n < 10; n++)
        {
            Fail(ErrorClass.RefusedAuth, "already publishing", ourselves: true);
            _it.Live.Phase.ShouldBe(Phase.BackingOff);
            _it.Say(new DelayOver());
        }
    }

    [Fact]
    public void Not_found_is_retried_on_an_input_and_a_refusal_on_an_output()
    {
        OnAir(Ingest);
        for (var n = 0; n < 30; n++)
        {
            Fail(ErrorClass.NotFound);
            _it.Live.Phase.ShouldBe(Phase.BackingOff);
            _it.Pass(TimeSpan.FromMinutes(1));
            _it.Say(new DelayOver());
        }
    }

    [Fact]
    public void Five_crashes_in_ten_minutes_are_a_bug_and_park_it_and_slow_ones_do_not()
    {
        OnAir();
        for (var n = 0; n < 20; n++)
        {
            Fail(ErrorClass.Bug);
            _it.Live.Phase.ShouldBe(Phase.BackingOff);
            _it.Pass(TimeSpan.FromSeconds(151));
            _it.Say(new DelayOver());
        }
        for (var n = 0; n < 4 && _it.Live.Phase != Phase.Parked; n++)
        {
            Fail(ErrorClass.Bug);
            _it.Say(new DelayOver());
        }
        _it.Live.Phase.ShouldBe(Phase.Parked);
    }

    [Fact]
    public void A_driver_whose_stream_has_become_another_one_is_followed_at_once_and_has_not_failed()
    {
        OnAir();
        _it.Say(new MediaEnded(_it.Order.Incarnation, ErrorClass.InputLost, "The input's streams changed.", 0.5, Anew: true));
        (_it.Live.Phase, _it.Live.Reason, _it.Live.Failures.Latest).ShouldBe((Phase.Starting, "The input's streams changed.", null));
        _it.Performed.Last().ShouldBeOfType<StartMedia>();
    }

    [Fact]
    public void What_was_parked_for_its_streams_starts_by_itself_when_they_can_be_carried()
    {
        OnAir();
        Fail(ErrorClass.Codec);
        _it.Live.Phase.ShouldBe(Phase.Parked);
        _it.Performed.Last().ShouldBeOfType<WatchSource>();
        _it.Say(new StreamsChanged("the input now sends H.264"));
        (_it.Live.Phase, _it.Live.Reason).ShouldBe((Phase.Waiting, "the input now sends H.264"));
    }

    [Fact]
    public void What_was_parked_for_its_streams_is_tried_once_more_after_a_restart()
    {
        OnAir();
        Fail(ErrorClass.Codec);
        _it.Crash();
        (_it.Live.Phase, _it.Order.Parked).ShouldBe((Phase.Waiting, null));
    }

    [Fact]
    public void However_often_the_input_is_damaged_its_output_is_not_parked_for_it()
    {
        OnAir();
        for (var n = 0; n < 50; n++)
        {
            Fail(ErrorClass.DamagedInput);
            _it.Live.Phase.ShouldBe(Phase.BackingOff);
            _it.Say(new DelayOver());
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Once_a_hand_was_put_to_it_crashes_are_counted_from_nothing(bool edited)
    {
        OnAir();
        for (var n = 0; n < 5; n++)
        {
            Fail(ErrorClass.Bug);
            _it.Say(new DelayOver());
        }
        _it.Live.Phase.ShouldBe(Phase.Parked);
        _it.Say(edited ? new Assign(Owner, 2, Spec with { StallAfter = TimeSpan.FromSeconds(7) }, On: true) : new Retry());
        _it.Say(new SourceCame("node-a", 7));
        ParksAtTheFifth(ErrorClass.Bug);
    }

    [Theory]
    [InlineData(ErrorClass.Resources)]
    [InlineData(ErrorClass.Network)]
    public void Killed_once_it_is_back_after_the_first_delay_and_asks_seldom_only_when_killed_again(ErrorClass error)
    {
        OnAir();
        var delays = new List<double>();
        for (var n = 0; n < 8; n++)
        {
            Fail(error);
            delays.Add(Delay.TotalSeconds);
            _it.Say(new DelayOver());
        }
        delays.ShouldBe([1, 2, 4, 8, 16, 30, 30, 30]);
    }

    [Fact]
    public void A_listener_whose_sender_was_on_air_and_hangs_is_replaced_at_once()
    {
        OnAir(Listener);
        _it.Say(new MediaStalled(_it.Order.Incarnation, "nothing came for 10 s")).ShouldHaveSingleItem().ShouldBeOfType<StopMedia>();
        Fail(ErrorClass.EndedByPeer, "Stopped.");
        (_it.Live.Phase, _it.Live.Reason, Delay).ShouldBe((Phase.BackingOff, "nothing came for 10 s", TimeSpan.Zero));
        _it.Say(new DelayOver()).ShouldHaveSingleItem().ShouldBeOfType<StartMedia>();
        _it.Live.Phase.ShouldBe(Phase.Starting);
    }

    [Fact]
    public void A_listener_to_whom_nobody_has_come_keeps_its_port_open()
    {
        _it.Say(new Assign(Owner, 1, Listener, On: true));
        _it.Say(new SourceCame("node-a", 7));
        _it.Say(new MediaStalled(_it.Order.Incarnation, "nothing came for 10 s")).ShouldBeEmpty();
        _it.Live.Phase.ShouldBe(Phase.Stalled);
        _it.Say(new MediaAccepted(_it.Order.Incarnation));
        _it.Live.Phase.ShouldBe(Phase.OnAir);
    }

    [Fact]
    public void A_udp_input_keeps_its_socket_through_any_silence()
    {
        OnAir(Ingest with { Address = new Address("udp://:5000") });
        _it.Say(new MediaStalled(_it.Order.Incarnation, "nothing came for 10 s")).ShouldBeEmpty();
        _it.Say(new MediaAccepted(_it.Order.Incarnation));
        _it.Live.Phase.ShouldBe(Phase.OnAir);
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
        _it.Say(new Assign(Owner, 2, Spec with { StallAfter = TimeSpan.FromSeconds(30) }, On: true)).ShouldBe([new ChangeStallTime(TimeSpan.FromSeconds(30))]);
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
    public void An_older_wish_that_comes_late_is_ignored()
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
        new Rehearsal().Refusal(new Restart()).Code.ShouldBe("not-found");
    }

    [Fact]
    public void Removed_it_stops_for_good()
    {
        OnAir();
        _it.Say(new Retire(Owner, 2)).ShouldHaveSingleItem().ShouldBeOfType<StopMedia>();
        Fail(ErrorClass.EndedByPeer);
        _it.Live.Phase.ShouldBe(Phase.Idle);
        _it.Say(new SourceCame("node-a", 7)).ShouldBeEmpty();
        WorkloadDecider.Wants(new Retired(Owner, 2)).ShouldBe(false);
    }
}
