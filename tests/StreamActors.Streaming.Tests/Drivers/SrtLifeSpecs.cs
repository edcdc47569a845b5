using System.Collections.Immutable;
using System.Text;
using StreamActors.Domain.Addresses;
using StreamActors.Domain.Workloads;
using StreamActors.Kernel;
using StreamActors.Testing.Peers;

namespace StreamActors.Streaming.Tests.Drivers;

/// <summary>An SRT workload lives the same life with both drivers: facts, ends, error classes. The peers are other programs.</summary>
public abstract class SrtLifeSpecs(string driver) : IAsyncDisposable
{
    private protected const string Right = "correct horse battery";

    private protected static readonly EntityId In = WorkloadId.Ingest("cam").EntityId;
    private protected static readonly EntityId Out = WorkloadId.Egress("cam", 0, "o").EntityId;

    private readonly List<IAsyncDisposable> _peers = [];

    private protected TestEngine Rig { get; } = new(srt: new() { MaxReaders = 2 });

    private protected TsReceiver Receiver { get; } = new();

    public async ValueTask DisposeAsync()
    {
        foreach (var peer in Enumerable.Reverse(_peers))
            await peer.DisposeAsync();
        await Rig.DisposeAsync();
        Receiver.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task An_output_that_calls_sends_its_stream_whole_and_says_who_carries_it()
    {
        var port = await Listener();
        await OnAir();
        var output = Output(At($"srt://127.0.0.1:{port}", ("!passphrase", Right), ("latency-ms", "150")));
        output.Commands.Next<MediaAccepted>();
        await Receiver.SeesKeyFrames(3);
        Receiver.Figures.IsClean.ShouldBeTrue(Receiver.Figures.ToString());
        await Eventually.Is(() => Figures(Out) is { Bytes: > 0 }, () => "no figures");
        Figures(Out)!.Driver.ShouldBe(driver);
    }

    [Fact]
    public async Task A_stopped_output_sends_nothing_any_more()
    {
        var port = await Listener();
        await OnAir();
        var output = Output(At($"srt://127.0.0.1:{port}", ("!passphrase", Right)));
        output.Commands.Next<MediaAccepted>();
        output.Effects.Perform(new StopMedia("off"), 8);
        output.Commands.Next<MediaEnded>();
        await Receiver.FallsSilent(TimeSpan.FromSeconds(1));
        Figures(Out).ShouldBeNull();
    }

    [Fact]
    public async Task Another_passphrase_is_a_refusal_and_is_named()
    {
        var port = await Listener();
        await OnAir();
        Ends(Output(At($"srt://127.0.0.1:{port}", ("!passphrase", "a wrong horse"))))
            .ShouldBe((ErrorClass.RefusedAuth, "The other side has a different SRT passphrase."));
    }

    [Fact]
    public async Task A_destination_where_nobody_listens_is_tried_again()
    {
        await OnAir();
        var (why, text) = Ends(Output(At($"srt://127.0.0.1:{Ports.Udp()}")));
        (why, text).ShouldBe((ErrorClass.Network, text));
        text.ShouldStartWith("The other side does not answer");
    }

    [Fact]
    public async Task A_destination_that_leaves_ends_the_output()
    {
        var port = Ports.Udp();
        var peer = Kept(await SrtLiveTransmit.ListensAndPassesOn(port, Receiver.Port));
        await OnAir();
        var output = Output(At($"srt://127.0.0.1:{port}"));
        output.Commands.Next<MediaAccepted>();
        await peer.Kill();
        Ends(output).ShouldBe((ErrorClass.EndedByPeer, "The other side closed the connection, or it was lost."));
    }

    [Fact]
    public async Task An_output_that_listens_is_fetched()
    {
        var port = Ports.Udp();
        await OnAir();
        var output = Output(At($"srt://127.0.0.1:{port}", ("mode", "listener"), ("!passphrase", Right)));
        await Ports.IsBound(port, () => "");
        Kept(SrtLiveTransmit.CallsAndPassesOn(port, Receiver.Port, $"&passphrase={Right}"));
        output.Commands.Next<MediaAccepted>();
        await Receiver.SeesKeyFrames(3);
        Receiver.Figures.IsClean.ShouldBeTrue(Receiver.Figures.ToString());
    }

    [Fact]
    public async Task An_input_that_listens_is_on_air_with_its_sender_and_ends_with_it()
    {
        var port = Ports.Udp();
        var input = Input(At($"srt://127.0.0.1:{port}", ("mode", "listener"), ("!passphrase", Right)));
        await Ports.IsBound(port, () => "");
        var sender = Kept(await FfmpegSender.CallsSrt(port, $"&passphrase={Right}&streamid=any"));
        input.Commands.Next<MediaAccepted>();
        await Eventually.Is(() => Figures(In) is { Bytes: > 100_000 }, () => $"{Figures(In)}");
        (Figures(In)!.Driver, Figures(In)!.Stream!.ContinuityErrors).ShouldBe((driver, 0));
        await sender.Stop();
        Ends(input).ShouldBe((ErrorClass.EndedByPeer, "The other side closed the connection, or it was lost."));
    }

    [Fact]
    public async Task An_input_that_listens_leaves_its_port_when_it_is_stopped()
    {
        var port = Ports.Udp();
        var input = Input(At($"srt://127.0.0.1:{port}", ("mode", "listener")));
        await Ports.IsBound(port, () => "");
        input.Effects.Perform(new StopMedia("off"), 8);
        input.Commands.Next<MediaEnded>();
        await Eventually.Is(() => !Ports.IsUdpBound(port), () => "the port is still bound");
    }

    [Fact]
    public async Task An_input_that_calls_fetches_a_stream()
    {
        var port = Ports.Udp();
        Kept(await FfmpegSender.ListensSrt(port, $"&passphrase={Right}"));
        var input = Input(At($"srt://127.0.0.1:{port}", ("!passphrase", Right), ("!streamid", "#!::r=cam/one,m=request")));
        input.Commands.Next<MediaAccepted>();
    }

    [Fact]
    public async Task An_input_with_another_passphrase_is_refused()
    {
        var (port, from) = (Ports.Udp(), Ports.Udp());
        Kept(await SrtLiveTransmit.TakesAndListens(from, port, $"&passphrase={Right}"));
        Ends(Input(At($"srt://127.0.0.1:{port}", ("!passphrase", "a wrong horse"))))
            .ShouldBe((ErrorClass.RefusedAuth, "The other side has a different SRT passphrase."));
    }

    /// <param name="given">Options, and secrets with a '!' before their names.</param>
    private protected Address At(string url, params (string Name, string Value)[] given) => new(url)
    {
        Options = given.Where(g => g.Name[0] != '!').Append(("driver", driver)).ToImmutableSortedDictionary(g => g.Item1, g => g.Item2),
        Secrets = given.Where(g => g.Name[0] == '!').ToImmutableSortedDictionary(g => g.Name[1..],
            g => new SealedSecret(Guid.Empty, Convert.ToBase64String(Encoding.UTF8.GetBytes(g.Value)))),
    };

    private protected T Kept<T>(T peer)
        where T : IAsyncDisposable
    {
        _peers.Add(peer);
        return peer;
    }

    /// <summary>An input over UDP with a real stream.</summary>
    private protected async Task OnAir()
    {
        var port = Ports.Udp();
        var input = Input(new Address($"udp://127.0.0.1:{port}"));
        Kept(await FfmpegSender.ToUdp(port));
        input.Commands.Next<MediaAccepted>();
        await Eventually.Is(() => Rig.Engine.Relays.Find("cam")!.IsJoinable, () => "no key frame");
    }

    private protected ActiveWorkload Input(Address address) =>
        Started(In, new WorkloadSpec(WorkloadType.Ingest, "cam", address, TimeSpan.FromSeconds(20)));

    private protected ActiveWorkload Output(Address address, double stallSeconds = 20, EntityId? id = null) =>
        Started(id ?? Out, new WorkloadSpec(WorkloadType.Egress, "cam", address, TimeSpan.FromSeconds(stallSeconds)));

    private protected WorkloadFigures? Figures(EntityId id) => Rig.Published.GetValueOrDefault(id.Id) as WorkloadFigures;

    private protected static (ErrorClass Class, string Text) Ends(ActiveWorkload workload) =>
        workload.Commands.Next<MediaEnded>() is var end ? (end.Class, end.Text) : default;

    private async Task<int> Listener()
    {
        var port = Ports.Udp();
        Kept(await SrtLiveTransmit.ListensAndPassesOn(port, Receiver.Port, $"&passphrase={Right}"));
        return port;
    }

    private ActiveWorkload Started(EntityId id, WorkloadSpec spec)
    {
        var workload = Kept(Rig.Wake(id));
        workload.Effects.Perform(new WatchSource(spec), 6);
        workload.Effects.Perform(new StartMedia(spec), 7);
        return workload;
    }
}

public sealed class SrtByFfmpegSpecs() : SrtLifeSpecs("ffmpeg");
