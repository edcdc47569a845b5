using StreamActors.Domain.Addresses;
using StreamActors.Domain.Workloads;

namespace StreamActors.Domain.Tests.Workloads;

/// <summary>What each error class leads to, and when.</summary>
public sealed partial class WorkloadSpecs
{
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
    public void Refusals_by_a_destination_that_was_on_air_are_retried_for_ten_minutes()
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

    [Theory]
    [InlineData(60)]
    [InlineData(-60)]
    public void A_wall_clock_that_is_set_parks_nothing_before_its_time_nor_later(int minutes)
    {
        OnAir();
        var began = _it.Clock;
        for (var n = 0; _it.Live.Phase != Phase.Parked; n++)
        {
            Fail(ErrorClass.RefusedAuth);
            if (n == 1)
                _it.Set(TimeSpan.FromMinutes(minutes));
            _it.Pass(TimeSpan.FromSeconds(_it.Live.Phase == Phase.Parked ? 0 : 30));
            _it.Say(new DelayOver());
        }
        (_it.Clock - began).ShouldBe(TimeSpan.FromMinutes(10));
    }

    [Fact]
    public void Crashes_that_lie_far_apart_are_no_bug_though_the_wall_clock_was_set_back_between_them()
    {
        OnAir();
        for (var n = 0; n < 8; n++)
        {
            Fail(ErrorClass.Bug);
            _it.Live.Phase.ShouldBe(Phase.BackingOff);
            _it.Pass(TimeSpan.FromMinutes(5));
            _it.Set(-TimeSpan.FromMinutes(5));
            _it.Say(new DelayOver());
        }
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
    public void A_manual_restart_resets_the_crash_count(bool edited)
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
    public void An_out_of_memory_kill_restarts_after_the_first_delay_unless_repeated(ErrorClass error)
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
    public void A_listener_that_is_being_replaced_is_not_on_air_again_by_what_it_took_last()
    {
        OnAir(Listener);
        _it.Say(new MediaStalled(_it.Order.Incarnation, "nothing came for 10 s")).ShouldHaveSingleItem().ShouldBeOfType<StopMedia>();
        _it.Say(new MediaAccepted(_it.Order.Incarnation)).ShouldBeEmpty();
        _it.Live.Phase.ShouldBe(Phase.Stalled);
        Fail(ErrorClass.EndedByPeer, "Stopped.");
        (_it.Live.Phase, _it.Live.Reason, Delay).ShouldBe((Phase.BackingOff, "nothing came for 10 s", TimeSpan.Zero));
    }

    [Fact]
    public void A_listener_without_a_peer_keeps_its_port_open()
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
}
