using StreamActors.Domain.Workloads;
using StreamActors.Kernel;
using StreamActors.Testing.Peers;

namespace StreamActors.Streaming.Tests;

public sealed class UdpSpecs : IAsyncDisposable
{
    private static readonly EntityId In = WorkloadId.Ingest("cam").EntityId;

    private readonly TestEngine _testEngine = new();
    private readonly int _port = Ports.Udp();
    private readonly Sender _sender;

    public UdpSpecs() => _sender = new Sender(_port);

    public ValueTask DisposeAsync()
    {
        _sender.Dispose();
        return _testEngine.DisposeAsync();
    }

    [Fact]
    public async Task An_input_is_on_air_when_media_comes_and_not_before()
    {
        await using var input = Started();
        input.Commands.Has<MediaAccepted>().ShouldBeFalse();
        Until<MediaAccepted>(input).Incarnation.ShouldBe(5);
    }

    [Fact]
    public async Task What_comes_in_goes_out_to_every_destination_with_nothing_missing()
    {
        await using var input = InputOnAir();
        using var one = new Receiver();
        using var two = new Receiver();
        await using var first = OutputOnAir("one", one);
        await using var second = OutputOnAir("two", two, holdMs: "20");
        _sender.Send(100);
        Continuous(one).ShouldBeTrue();
        Continuous(two).ShouldBeTrue();
    }

    [Fact]
    public async Task A_destination_stopped_and_started_is_told_that_the_clock_begins_anew_and_loses_nothing_of_a_long_group()
    {
        await using var input = InputOnAir();
        using var one = new Receiver(kernelsDefault: true);
        await using var first = OutputOnAir("one", one);
        first.Effects.Perform(new StopMedia("ordered off"), 8);
        first.Commands.Next<MediaEnded>();
        while (one.HasMore)
            one.Next();
        _sender.Send(9);
        first.Effects.Perform(new StartMedia(TestEngine.Egress("cam", $"udp://127.0.0.1:{one.Port}")), 9);
        var announced = new HashSet<int>();
        while (announced.Count < 4)
        {
            _sender.Send(1);
            for (var datagram = one.Next().AsSpan(); datagram.Length > 0; datagram = datagram[188..])
            {
                if (new Media.Mpegts.TsPacket(datagram).Adaptation.Discontinuity)
                    announced.Add(new Media.Mpegts.TsPacket(datagram).Pid);
            }
        }
        announced.ShouldBe([0, 0x100, 0x101, 0x102], ignoreOrder: true);
        Continuous(one).ShouldBeTrue();
    }

    [Fact]
    public async Task An_RTP_stream_whose_neighbours_overtake_each_other_comes_in_whole()
    {
        await using var input = _testEngine.Wake(In);
        var port = Ports.Udp();
        var spec = TestEngine.Ingest("cam", $"rtp://127.0.0.1:{port}");
        input.Effects.Perform(new WatchSource(spec), 4);
        input.Effects.Perform(new StartMedia(spec), 5);
        using var sender = new RtpSender(port);
        Until(() => input.Commands.Has<MediaAccepted>(), () => sender.SendSwapped(10));
        Until(() => _testEngine.Published.GetValueOrDefault(In.Id) is WorkloadFigures { Bytes: > 400_000 }, () => sender.SendSwapped(50));
        var figures = (WorkloadFigures)_testEngine.Published[In.Id];
        (figures.LostPackets, figures.Stream!.ContinuityErrors).ShouldBe((0, 0));
    }

    [Fact]
    public async Task An_output_waits_for_media_and_is_told_when_it_goes_and_comes_back()
    {
        using var receiver = new Receiver();
        await using var output = _testEngine.Wake(WorkloadId.Egress("cam", 0, "o").EntityId);
        output.Effects.Perform(new WatchSource(TestEngine.Egress("cam", $"udp://127.0.0.1:{receiver.Port}")), 1);
        output.Commands.Next<SourceWent>();
        await using var input = Started();
        Until<SourceCame>(output);
        output.Commands.Next<SourceWent>();
        Until<SourceCame>(output);
    }

    [Fact]
    public async Task A_new_stall_time_holds_for_the_driver_that_runs()
    {
        await using var input = InputOnAir();
        input.Effects.Perform(new ChangeStallTime(TimeSpan.FromSeconds(1)), 6);
        var stalled = input.Commands.Next<MediaStalled>();
        (stalled.Incarnation, stalled.Why).ShouldBe((5, "No media has come for 1 s."));
        input.Commands.Has<MediaEnded>().ShouldBeFalse();
    }

    [Fact]
    public async Task When_the_source_is_back_an_output_that_stayed_is_on_air_again()
    {
        using var receiver = new Receiver();
        await using var input = InputOnAir();
        await using var output = OutputOnAir("o", receiver);
        output.Commands.Next<SourceWent>();
        Until<SourceCame>(output);
        Until<MediaAccepted>(output);
    }

    [Fact]
    public async Task An_output_that_is_stopped_touches_no_sibling()
    {
        await using var input = InputOnAir();
        using var one = new Receiver();
        using var two = new Receiver();
        await using var first = OutputOnAir("one", one);
        await using var second = OutputOnAir("two", two);
        first.Effects.Perform(new StopMedia("ordered off"), 8);
        first.Commands.Next<MediaEnded>();
        _sender.Send(50);
        Continuous(two).ShouldBeTrue();
    }

    [Fact]
    public async Task Who_may_not_send_sends_nothing_and_goes_on_where_the_stream_is_when_it_may()
    {
        using var receiver = new Receiver();
        await using var input = InputOnAir();
        await using var output = OutputOnAir("o", receiver);
        _testEngine.Fenced = true;
        Until(() => _testEngine.Forbidden > 0, () => _sender.Send(1)); // the thread may have been past its check of the fence
        while (receiver.HasMore)
            receiver.Next();
        var published = Published;
        Until(() => Published > published + 500, () => _sender.Send(1));
        var forbidden = _testEngine.Forbidden;
        Until(() => _testEngine.Forbidden > forbidden + 1, () => _sender.Send(1));
        receiver.HasMore.ShouldBeFalse();
        _testEngine.Fenced = false;
        _sender.Send(1);
        receiver.Next().Length.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task An_output_can_be_stopped_while_nobody_may_send()
    {
        using var receiver = new Receiver();
        await using var input = InputOnAir();
        await using var output = OutputOnAir("o", receiver);
        _testEngine.Fenced = true;
        _sender.Send(10);
        output.Effects.Perform(new StopMedia("handed over"), 8);
        output.Commands.Next<MediaEnded>();
    }

    [Fact]
    public async Task A_port_that_another_program_has_is_said_so()
    {
        using var taken = new Receiver();
        await using var input = _testEngine.Wake(In);
        input.Effects.Perform(new StartMedia(TestEngine.Ingest("cam", $"udp://127.0.0.1:{taken.Port}")), 5);
        var ended = input.Commands.Next<MediaEnded>();
        (ended.Class, ended.Text).ShouldBe((ErrorClass.Network, ended.Text));
        ended.Text.ShouldContain($"127.0.0.1:{taken.Port}");
    }

    [Fact]
    public async Task An_address_that_this_machine_does_not_have_yet_is_tried_again()
    {
        await using var input = _testEngine.Wake(In);
        input.Effects.Perform(new StartMedia(TestEngine.Ingest("cam", "udp://192.0.2.77:5004")), 5);
        var ended = input.Commands.Next<MediaEnded>();
        (ended.Class, ended.Text).ShouldBe((ErrorClass.Network, "192.0.2.77 is not an address of this machine (yet)."));
    }

    [Fact]
    public async Task Two_senders_at_one_port_are_named()
    {
        await using var input = Started();
        using var other = new Sender(_port);
        WorkloadFigures Figures() =>
            _testEngine.Published.GetValueOrDefault(In.Id) as WorkloadFigures ?? new WorkloadFigures(default, 0, "");
        Until(() => Figures().Bytes > 0, () => _sender.Send(1));
        Figures().Senders.ShouldBeEmpty();
        Until(() => Figures().Senders.Count == 2, () =>
        {
            _sender.Send(1);
            other.Send(1);
        });
        Figures().Senders.ShouldAllBe(s => s.StartsWith("127.0.0.1:", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_destination_on_this_machine_is_refused_with_what_to_set_and_what_to_type_then()
    {
        await using var strict = new TestEngine(Ffmpeg.Reach.Private);
        await using var input = strict.Wake(In);
        input.Effects.Perform(new StartMedia(TestEngine.Ingest("cam", $"udp://127.0.0.1:{_port}")), 5);
        await using var output = strict.Wake(WorkloadId.Egress("cam", 0, "studio").EntityId);
        Until(() => strict.Published.ContainsKey(In.Id), () => _sender.Send(1));
        output.Effects.Perform(new StartMedia(TestEngine.Egress("cam", "udp://127.0.0.1:5004")), 7);
        var ended = output.Commands.Next<MediaEnded>();
        (ended.Class, ended.Text).ShouldBe(
            (ErrorClass.BadUrl,
                "127.0.0.1 is this machine. Allow it with media.reach = loopback, then: streamactors outputs retry studio"));
    }

    [Fact]
    public async Task Outputs_are_notified_when_their_input_stops()
    {
        using var receiver = new Receiver();
        await using var input = InputOnAir();
        await using var output = OutputOnAir("o", receiver);
        input.Effects.Perform(new StopMedia("ordered off"), 6);
        input.Commands.Next<MediaEnded>();
        input.Effects.Perform(new LeaveSource(), 6);
        output.Commands.Next<MediaEnded>().Class.ShouldBe(ErrorClass.InputLost);
        input.Effects.AtWork.ShouldBeFalse();
    }

    [Fact]
    public async Task Nothing_is_sent_or_listened_to_once_the_effects_are_disposed()
    {
        using var receiver = new Receiver();
        await using var input = InputOnAir();
        var output = OutputOnAir("o", receiver);
        await output.DisposeAsync();
        while (receiver.HasMore)
            receiver.Next();
        _sender.Send(100);
        await input.DisposeAsync();
        receiver.HasMore.ShouldBeFalse();
        using var again = new System.Net.Sockets.Socket(System.Net.Sockets.AddressFamily.InterNetwork, System.Net.Sockets.SocketType.Dgram,
            System.Net.Sockets.ProtocolType.Udp);
        again.Bind(new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, _port));
    }

    [Fact]
    public async Task Its_figures_are_published_while_it_works_and_gone_afterwards()
    {
        await using var input = InputOnAir();
        Until(() => _testEngine.Published.ContainsKey(In.Id), () => _sender.Send(1));
        var figures = (WorkloadFigures)_testEngine.Published[In.Id];
        (figures.Driver, figures.Incarnation, figures.Stream!.ContinuityErrors).ShouldBe(("native", 5, 0));
        input.Effects.Perform(new StopMedia("off"), 6);
        input.Commands.Next<MediaEnded>();
        _testEngine.Published.ContainsKey(In.Id).ShouldBeFalse();
    }

    [Fact]
    public async Task Figures_that_were_just_read_when_it_ended_are_not_published_after_it()
    {
        await using var input = InputOnAir();
        using ManualResetEventSlim reading = new(), isOver = new();
        _testEngine.Publishing = figures =>
        {
            if (figures is null)
                isOver.Set();
            else if (!reading.IsSet)
            {
                reading.Set();
                isOver.Wait(TimeSpan.FromSeconds(1)); // longer than its end takes where nothing holds that up
            }
        };
        Until(() => reading.IsSet, () => _sender.Send(1));
        input.Effects.Perform(new StopMedia("off"), 6);
        input.Commands.Next<MediaEnded>();
        await _testEngine.Engine.Checks.DisposeAsync(); // the one that was held up has ended
        _testEngine.Published.ContainsKey(In.Id).ShouldBeFalse();
    }

    private ActiveWorkload InputOnAir()
    {
        var input = Started();
        Until<MediaAccepted>(input);
        return input;
    }

    private ActiveWorkload Started()
    {
        var input = _testEngine.Wake(In);
        var spec = TestEngine.Ingest("cam", $"udp://127.0.0.1:{_port}");
        input.Effects.Perform(new WatchSource(spec), 4);
        input.Commands.Next<SourceCame>().Node.ShouldBe("here");
        input.Effects.Perform(new StartMedia(spec), 5);
        return input;
    }

    private ActiveWorkload OutputOnAir(string name, Receiver receiver, string? holdMs = null)
    {
        var output = _testEngine.Wake(WorkloadId.Egress("cam", 0, name).EntityId);
        var spec = TestEngine.Egress("cam", $"udp://127.0.0.1:{receiver.Port}", holdMs);
        output.Effects.Perform(new WatchSource(spec), 6);
        output.Effects.Perform(new StartMedia(spec), 7);
        Until<MediaAccepted>(output);
        return output;
    }

    /// <summary>Sends until the workload reports it.</summary>
    private T Until<T>(ActiveWorkload workload) where T : Command
    {
        Until(workload.Commands.Has<T>, () => _sender.Send(1));
        return workload.Commands.Next<T>();
    }

    /// <summary>
    /// Sends no more before the input has read it, or for a moment: sent without a pause it would outrun the socket's buffer.
    /// </summary>
    private void Until(Func<bool> isSo, Action send) => SpinWait.SpinUntil(
        () =>
        {
            var before = Published;
            send();
            SpinWait.SpinUntil(() => Published != before || isSo(), TimeSpan.FromMilliseconds(50));
            return isSo();
        },
        Eventually.Timeout).ShouldBeTrue();

    /// <summary>Packets that have come in.</summary>
    private long Published => _testEngine.Engine.Relays.Find("cam")?.Live.Published ?? 0;

    /// <summary>A hundred datagrams without a gap in any continuity counter.</summary>
    private bool Continuous(Receiver receiver)
    {
        var counters = new Dictionary<int, int>();
        for (var n = 0; n < 100; n++)
        {
            if (!receiver.HasMore)
                _sender.Send(2);
            var datagram = receiver.Next();
            for (var at = 0; at < datagram.Length; at += 188)
            {
                var pid = ((datagram[at + 1] & 0x1f) << 8) | datagram[at + 2];
                var (counter, payload) = (datagram[at + 3] & 0x0f, (datagram[at + 3] & 0x10) != 0);
                if (payload && pid > 0x1f && counters.TryGetValue(pid, out var before) && counter != ((before + 1) & 0x0f))
                    return false;
                counters[pid] = counter;
            }
        }
        return true;
    }
}
