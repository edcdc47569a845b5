using System.Globalization;
using System.Xml.Linq;
using StreamActors.Testing.Peers;

namespace StreamActors.Benchmarks.OnAir;

/// <summary>Numbers 12, 13 and 15: outputs over SRT and RTMP without FFmpeg.</summary>
internal static class NativeOutputs
{
    private const int OverSrt = 25, OverRtmp = 100, ForMemory = 100;

    public static async Task Srt()
    {
        var rounds = await Comparison.Run(() => new SrtCopies(), () => new SrtOutputs(), OverSrt);
        var (median, words) = rounds.Ratio(r => r.Cores, "0.000");
        Table.Row(12, $"{OverSrt} SRT outputs at 4 Mbit/s: CPU of a router and {OverSrt} ffmpeg (SRT to SRT) / the server", "5x", "9x",
            $"{Table.Show(median, "0.0")}x", words);
    }

    public static async Task Rtmp()
    {
        var rounds = await Comparison.Run(() => new RtmpCopies(), () => new RtmpOutputs(), OverRtmp, ToNginx);
        var (median, words) = rounds.Ratio(r => r.Cores, "0.000");
        Table.Row(13, $"{OverRtmp} RTMP outputs: CPU of {OverRtmp} `ffmpeg -c copy -f flv` / the server", "12x", "25x",
            $"{Table.Show(median, "0.0")}x", words);
    }

    /// <summary>PSS of the server with one output and with a hundred more.</summary>
    public static async Task Memory()
    {
        List<string> figures = [];
        foreach (var protocol in (string[])["UDP", "SRT", "RTMP"])
        {
            await using var relay = await FirstPacket.Running();
            await using var nginx = await NginxRtmp.Start();
            var port = Ports.UdpRow(ForMemory + 1);
            await using var receiver = new SrtReceivers();
            await using var sink = await Sink.Start(port, ForMemory + 1);
            var server = relay.Server.Server;
            async Task Outputs(int from, int to)
            {
                for (var n = from; n < to; n++)
                {
                    if (protocol == "RTMP")
                        await server.Output($"o{n}", "bench", nginx.Url("takes"), ("!key", $"r{n}"));
                    else
                        await server.Output($"o{n}", "bench",
                            protocol == "UDP" ? $"udp://127.0.0.1:{port + n}" : await receiver.PassesOn(port + n));
                }
                if (protocol == "RTMP")
                    await Eventually.Is(async () => (await Bytes(nginx)).Count == to, () => server.Story, TimeSpan.FromMinutes(3));
                else if (to > 1)
                    await sink.AllReceive(() => server.Story);
            }
            await Outputs(0, 1);
            await Round.Pass(TimeSpan.FromSeconds(30));
            var one = Gauge.Memory(server.Ids);
            await Outputs(1, ForMemory + 1);
            await Round.Pass(TimeSpan.FromSeconds(30));
            var all = Gauge.Memory(server.Ids);
            figures.Add($"{protocol} {Table.Show((all - one) / ForMemory, "0.00")}");
            Table.Aside($"{protocol}: {Table.Show(one, "0")} MB with one output, {Table.Show(all, "0")} with {ForMemory + 1}");
        }
        Table.Row(15, $"memory (PSS) of one native output, of {ForMemory}, MB", "1.5", "0.5", string.Join(", ", figures), "once");
    }

    /// <summary>Bytes received of each key.</summary>
    public static async Task<Dictionary<string, long>> Bytes(NginxRtmp nginx)
    {
        using var client = new HttpClient();
        return XDocument.Parse(await client.GetStringAsync(nginx.Statistics)).Descendants("stream")
            .ToDictionary(s => s.Element("name")!.Value, s => long.Parse(s.Element("bytes_in")!.Value, CultureInfo.InvariantCulture),
            StringComparer.Ordinal);
    }

    /// <summary>Megabits per second of each key that nginx received in between.</summary>
    public static List<double> Rates(Dictionary<string, long> before, Dictionary<string, long> after, double seconds) =>
        [.. before.Keys.Where(after.ContainsKey).Select(key => (after[key] - before[key]) * 8 / seconds / 1e6)];

    /// <summary>As <see cref="Round.Of"/>, with an nginx that only counts as the receiver.</summary>
    private static async Task<Round> ToNginx(Subject subject, int outputs)
    {
        await using var _ = subject;
        await using var nginx = await NginxRtmp.Start();
        var inputs = subject.Inputs(outputs);
        var input = Ports.UdpRow(inputs);
        await subject.Start(input, nginx.Port, outputs);
        await using var sender = await MediaTools.Sender(input, inputs);
        await Eventually.Is(async () => (await Bytes(nginx)).Count == outputs, () => $"Not all publish. {subject.Story}",
            TimeSpan.FromMinutes(3));
        await Round.Pass(TimeSpan.FromSeconds(10));
        var before = await Bytes(nginx);
        var (cpu, at) = (Gauge.Cpu(subject.Ids), TimeProvider.System.GetTimestamp());
        await Round.Pass(Round.Length);
        cpu = Gauge.Cpu(subject.Ids) - cpu;
        var seconds = TimeProvider.System.GetElapsedTime(at).TotalSeconds;
        var rates = Rates(before, await Bytes(nginx), seconds);
        var median = Table.Median(rates);
        var fault = rates.Count < outputs ? $"{rates.Count} of {outputs} streams"
            : median < 3.3 ? $"{Table.Show(median, "0.00")} Mbit/s each"
            : rates.Count(r => r < median * 0.95) is > 0 and var late ? $"{late} streams are late"
            : subject.Complaint;
        return new Round(cpu / seconds, Gauge.Memory(subject.Ids), fault);
    }
}

/// <summary>srt-live-transmit, a listener for each output, which passes on to a UDP port.</summary>
internal sealed class SrtReceivers : IAsyncDisposable
{
    private readonly List<SrtLiveTransmit> _receivers = [];

    public async Task<string> PassesOn(int udp)
    {
        var port = Ports.Udp();
        _receivers.Add(await SrtLiveTransmit.ListensAndPassesOn(port, udp));
        return $"srt://127.0.0.1:{port}";
    }

    public async ValueTask DisposeAsync() => await Task.WhenAll(_receivers.Select(r => r.DisposeAsync().AsTask()));
}

/// <summary>
/// The reference of number 12: a router that listens on one SRT port (our server), and an ffmpeg per output that fetches from it.
/// </summary>
internal sealed class SrtCopies : Subject
{
    private readonly SrtReceivers _receivers = new();
    private readonly ServerRelay _router = new(0);
    private readonly List<PeerProcess> _copies = [];

    public override string Name => "a router and an ffmpeg for each output";

    public override IReadOnlyList<int> Ids => [.. _router.Ids, .. _copies.Select(c => c.Id)];

    public override bool PassesOnAll => false;

    public override string? Complaint => _copies.Any(c => c.HasExited) ? "one has ended" : null;

    public override string Story => _copies.LastOrDefault()?.Story ?? "";

    public override async Task Start(int input, int firstOutput, int outputs)
    {
        var port = Ports.Udp();
        await _router.Up();
        await _router.Server.Input("bench", $"udp://127.0.0.1:{input}");
        await _router.Server.Output("router", "bench", $"srt://127.0.0.1:{port}", ("mode", "listener"));
        // It opens its port once the input is on air.
        await using var sender = await MediaTools.Sender(input);
        await _router.Server.OnAir("inputs", "bench");
        using var stagger = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        for (var i = 0; i < outputs; i++)
        {
            await stagger.WaitForNextTickAsync();
            _copies.Add(PeerProcess.Start("ffmpeg", ["-nostdin", "-hide_banner", "-loglevel", "warning", "-i", $"srt://127.0.0.1:{port}",
                "-c", "copy", "-f", "mpegts", $"{await _receivers.PassesOn(firstOutput + i)}?pkt_size=1316"]));
        }
    }

    public override async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_copies.Select(c => c.DisposeAsync().AsTask()));
        await _router.DisposeAsync();
        await _receivers.DisposeAsync();
    }
}

/// <summary>The server with outputs that need no FFmpeg; a round in which it has one is void.</summary>
internal abstract class NativeRelay : Subject
{
    private readonly ServerRelay _server = new(0);

    public override string Name => "the server";

    public override IReadOnlyList<int> Ids => _server.Ids;

    public override bool PassesOnAll => false;

    public override string Story => _server.Story;

    public override string? Complaint => Gauge.Children(Ids[0]) is > 0 and var children ? $"{children} child processes" : null;

    protected LiveServer Server => _server.Server;

    public override async Task Start(int input, int firstOutput, int outputs)
    {
        await _server.Up();
        await Server.Input("bench", $"udp://127.0.0.1:{input}");
        for (var n = 0; n < outputs; n++)
            await Output(n, firstOutput);
    }

    public override ValueTask DisposeAsync() => _server.DisposeAsync();

    protected abstract Task Output(int number, int firstOutput);
}

internal sealed class SrtOutputs : NativeRelay
{
    private readonly SrtReceivers _receivers = new();

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _receivers.DisposeAsync();
    }

    protected override async Task Output(int number, int firstOutput) =>
        await Server.Output($"o{number}", "bench", await _receivers.PassesOn(firstOutput + number));
}

/// <summary>Its receiver is nginx, at the port that is given.</summary>
internal sealed class RtmpOutputs : NativeRelay
{
    protected override Task Output(int number, int firstOutput) =>
        Server.Output($"o{number}", "bench", $"rtmp://127.0.0.1:{firstOutput}/takes", ("!key", $"r{number}"));
}

/// <summary>The reference of number 13: one <c>ffmpeg -c copy -f flv</c> per output, to the nginx at the port that is given.</summary>
internal sealed class RtmpCopies : Copies
{
    public override string Name => "ffmpeg for each output";

    protected override string[] To(int firstOutput, int number) => ["flv", $"rtmp://127.0.0.1:{firstOutput}/takes/r{number}"];
}
