using StreamActors.Domain.Addresses;
using StreamActors.Domain.Inputs;
using StreamActors.Domain.Workloads;
using StreamActors.Kernel;
using StreamActors.Media.Rtmp;
using StreamActors.Testing.Peers;

namespace StreamActors.Streaming.Tests.Rtmp;

/// <summary>The input decides who may publish to it (decision 0173), and media of nobody else comes in.</summary>
public sealed class LandingSpecs : IAsyncDisposable
{
    private const long Run = 5;

    private readonly TestEngine _testEngine = new();
    private readonly int _port = Ports.Tcp();
    private readonly List<ActiveWorkload> _inputs = [];

    public async ValueTask DisposeAsync()
    {
        foreach (var input in _inputs)
            await input.DisposeAsync();
        await _testEngine.DisposeAsync();
    }

    [Fact]
    public async Task A_publisher_is_let_in_once_its_claim_is_stored_which_ends_when_it_leaves()
    {
        await Started("cam");
        PublisherFigures shown;
        using (TestPublisher.Connect(_port, "live", "cam").Accepted())
        {
            var landing = _testEngine.Inputs.Order("cam").Landing!;
            (landing.Node, landing.Run, landing.Incarnation).ShouldBe(("here", Run, 2));
            await Eventually.Is(() => Figures("cam").Publisher is not null, () => "No publisher is shown.");
            shown = Figures("cam").Publisher!;
            (shown.Address, shown.Incarnation).ShouldBe((landing.Publisher!.Address, 2));
        }
        await Eventually.Is(() => _testEngine.Inputs.Order("cam").Landing is null, () => "It is still there.");
        _testEngine.Inputs.Happened.OfType<Departed>().Single().Publisher!.Address.ShouldBe(shown.Address);
        Figures("cam").AdmittedPeers.ShouldBe(1);
    }

    [Fact]
    public async Task The_one_that_takes_over_has_the_higher_incarnation_and_the_claim_stays_with_it()
    {
        await Started("cam", ("second-publisher", "take-over"));
        using var first = TestPublisher.Connect(_port, "live", "cam").Accepted();
        using var second = TestPublisher.Connect(_port, "live", "cam").Accepted();
        first.UntilRefused();
        var claimed = _testEngine.Inputs.Happened.OfType<Claimed>().ToList();
        claimed.Select(c => c.Replaced).ShouldBe([null, claimed[0].Publisher]);
        await Eventually.Is(() => Figures("cam").Publisher is { Incarnation: 3 }, () => $"{Figures("cam").Publisher}");
        _testEngine.Inputs.Order("cam").Landing!.Session.ShouldBe(claimed[1].Session);
    }

    [Fact]
    public async Task A_second_one_is_refused_and_the_operator_is_told_once()
    {
        await Started("cam");
        using var first = TestPublisher.Connect(_port, "live", "cam").Accepted();
        for (var i = 0; i < 3; i++)
        {
            first.SendSound(1); // one that sends nothing for some seconds gives way
            using var second = TestPublisher.Connect(_port, "live", "cam");
            second.Refusal!.Description.ShouldBe("Another publisher is connected to this input.");
        }
        _testEngine.Inputs.Happened.OfType<PublisherRefused>().ShouldHaveSingleItem().Reason
            .ShouldBe("Another publisher is connected to this input.");
    }

    [Fact]
    public async Task A_publisher_whose_codec_cannot_be_carried_is_stored_once_however_often_it_tries()
    {
        await Started("cam");
        for (var i = 0; i < 4; i++)
        {
            using var unfit = TestPublisher.Connect(_port, "live", "cam").Accepted();
            unfit.Send(RtmpMessageType.Audio, [0x72, 1, 2, 3]);
            unfit.UntilRefused();
            unfit.Refusal!.Description.ShouldContain("MPEG-TS cannot carry G.711");
            await Eventually.Is(() => _testEngine.Inputs.Order("cam").Landing is null, () => "It is still there.");
        }
        _testEngine.Inputs.Happened.Count(h => h is Claimed or Departed).ShouldBe(2);
        _testEngine.Inputs.Happened.OfType<PublisherRefused>().ShouldHaveSingleItem();
        using var fit = TestPublisher.Connect(_port, "live", "cam").Accepted();
        fit.SendSound(100);
        _inputs[0].Commands.Next<MediaAccepted>();
        await Eventually.Is(
            () => Figures("cam") is { AdmittedPeers: 2, Bytes: 4 + (100 * 418), Publisher: not null }, () => $"{Figures("cam")}");
        _testEngine.Inputs.Happened.OfType<Claimed>().Count().ShouldBe(2);
    }

    [Fact]
    public async Task After_one_whose_codec_cannot_be_carried_a_second_publisher_still_keeps_out_of_the_way_of_the_first()
    {
        await Started("cam");
        using (var unfit = TestPublisher.Connect(_port, "live", "cam").Accepted())
        {
            unfit.Send(RtmpMessageType.Audio, [0x72, 1, 2, 3]);
            unfit.UntilRefused();
        }
        using var first = TestPublisher.Connect(_port, "live", "cam").Accepted();
        using var second = TestPublisher.Connect(_port, "live", "cam").Accepted();
        first.SendSound(100);
        _inputs[0].Commands.Next<MediaAccepted>();
        second.SendSound(85); // two seconds: nothing is left unread when it is refused
        second.UntilRefused();
        second.Refusal!.Description.ShouldBe("Another publisher is connected to this input.");
        first.SendSound(1);
    }

    [Fact]
    public async Task What_was_claimed_in_a_run_that_was_killed_keeps_nobody_out()
    {
        Claim("cam", "here", run: 3);
        await Started("cam");
        TestPublisher.Connect(_port, "live", "cam").Accepted().Dispose();
    }

    [Fact]
    public async Task A_node_that_has_not_heard_yet_that_the_input_runs_elsewhere_lets_nobody_in()
    {
        await Started("cam");
        Claim("cam", "b", run: 9);
        using var publisher = TestPublisher.Connect(_port, "live", "cam");
        publisher.Refusal!.Description.ShouldBe("This input and its outputs run on the node b: publish to that node.");
    }

    [Theory]
    [InlineData("live")]
    [InlineData("stage")]
    public async Task A_publisher_of_an_input_on_another_node_is_told_which(string application)
    {
        await Started("here");
        var there = Create("cam") with { Url = $"rtmp://127.0.0.1:{_port}/{application}" };
        _testEngine.Inputs.Create("cam", there);
        _testEngine.Other = "b";
        const string Text = "This input and its outputs run on the node b: publish to that node.";
        using (var publisher = TestPublisher.Connect(_port, application, "cam"))
            publisher.Refusal!.Description.ShouldBe(Text);
        using (var wrong = TestPublisher.Connect(_port, application, "other"))
            wrong.Refusal!.Description.ShouldBe("No input has this application and stream key.");
        _testEngine.Inputs.Happened.OfType<PublisherRefused>().ShouldHaveSingleItem().Reason.ShouldBe(Text);
    }

    [Fact]
    public async Task Where_the_input_gives_no_answer_the_publisher_is_refused_and_the_next_one_is_let_in()
    {
        await Started("cam");
        _testEngine.Inputs.Answers = false;
        using (var publisher = TestPublisher.Connect(_port, "live", "cam"))
            publisher.Refusal!.Description.ShouldBe("The input could not be asked: try again.");
        _testEngine.Inputs.Answers = true;
        TestPublisher.Connect(_port, "live", "cam").Accepted().Dispose();
    }

    [Fact]
    public async Task A_hundred_publishers_that_come_at_once_are_admitted_beside_each_other()
    {
        const int Many = 100;
        foreach (var n in Enumerable.Range(0, Many))
            await Started($"cam{n}");
        using var all = new Barrier(Many);
        _testEngine.Inputs.Before = command =>
        {
            if (command is Admit)
                all.SignalAndWait(TimeSpan.FromSeconds(30)).ShouldBeTrue("They wait for each other.");
        };
        var publishers = await Task.WhenAll(Enumerable.Range(0, Many).Select(n => Task.Factory.StartNew(
            () => TestPublisher.Connect(_port, "live", $"cam{n}"), CancellationToken.None, TaskCreationOptions.LongRunning,
            TaskScheduler.Default)));
        publishers.ShouldAllBe(p => p.Refusal == null);
        foreach (var publisher in publishers)
            publisher.Dispose();
    }

    [Fact]
    public async Task The_sender_to_an_SRT_port_of_its_own_is_admitted_too()
    {
        var workload = WorkloadId.Ingest("cam").EntityId;
        var (active, port) = (_testEngine.Wake(workload), Ports.Udp());
        _inputs.Add(active);
        var address = new Address($"srt://127.0.0.1:{port}") { Options = new Address("").Options.Add("mode", "listener") };
        active.Effects.Perform(new StartMedia(new WorkloadSpec(WorkloadType.Ingest, "cam", address, TimeSpan.FromSeconds(10))), Run);
        await Ports.IsBound(port, () => "It does not listen.");
        await using var sender = await FfmpegSender.CallsSrt(port);
        active.Commands.Next<MediaAccepted>();
        var landing = _testEngine.Inputs.Order("cam").Landing!;
        await Eventually.Is(() => Figures("cam").Publisher is { } shown
            && (shown.Address, shown.Incarnation) == (landing.Publisher!.Address, landing.Incarnation), () => $"{Figures("cam")}");
        await sender.Kill();
        active.Commands.Next<MediaEnded>();
        _testEngine.Inputs.Order("cam").Landing.ShouldBeNull();
    }

    private WorkloadFigures Figures(string input) => (WorkloadFigures)_testEngine.Published[WorkloadId.Ingest(input).EntityId.Id];

    private void Claim(string input, string node, long run)
    {
        Create(input);
        _testEngine.Inputs.Tell(new InputId(input).EntityId, new Admit("other", node, run), CommandId.Nameless);
    }

    private Address Create(string input, params (string Name, string Value)[] options)
    {
        var address = new Address($"rtmp://127.0.0.1:{_port}/live");
        address = address with
        {
            Options = address.Options.Add("mode", "listen").AddRange(options.Select(o => KeyValuePair.Create(o.Name, o.Value))),
            Secrets = address.Secrets.Add("key", new PlainVault().Seal(new Secret(input), default).AsTask().Result),
        };
        _testEngine.Inputs.Create(input, address);
        return address;
    }

    private async Task Started(string input, params (string Name, string Value)[] options)
    {
        var workload = WorkloadId.Ingest(input).EntityId;
        var active = _testEngine.Wake(workload);
        _inputs.Add(active);
        active.Effects.Perform(
            new StartMedia(new WorkloadSpec(WorkloadType.Ingest, input, Create(input, options), TimeSpan.FromSeconds(10))), Run);
        await Eventually.Is(() => _testEngine.Published.ContainsKey(workload.Id), () => "It does not start.");
    }
}
