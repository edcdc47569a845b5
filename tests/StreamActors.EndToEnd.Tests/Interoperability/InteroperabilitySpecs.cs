using Xunit.Abstractions;

namespace StreamActors.EndToEnd.Tests.Interoperability;

/// <summary>
/// Every peer in every direction and protocol that it has: the bytes counted as a strict receiver does, and decoded without an error. What
/// was seen is in docs/interoperability.md.
/// </summary>
[Trait("Runs", "long")]
public sealed class InteroperabilitySpecs(InteroperabilityServer shared, ITestOutputHelper table) : IClassFixture<InteroperabilityServer>
{
    public static TheoryData<string> Sources => [.. Source.All.Select(s => s.Name)];

    public static TheoryData<string> Destinations => [.. Destination.All.Select(d => d.Name)];

    [Theory]
    [MemberData(nameof(Sources))]
    public async Task An_input_gets_its_stream_whole(string name)
    {
        var (source, server, port, id) = (Source.All.Single(s => s.Name == name), shared.Server, Free(name), shared.NextId());
        using var receiver = new TsReceiver();
        IAsyncDisposable[] peers = [];
        try
        {
            if (source.Listens)
                peers = await source.Start(shared, port);
            await server.Input(id, At(source.Url, port), source.Options);
            await server.Output($"{id}-udp", id, $"udp://127.0.0.1:{receiver.Port}");
            await server.Output($"{id}-file", id, $"file:///recordings/{id}.ts");
            if (!source.Listens)
            {
                await Opened(name, source.Options, port);
                peers = await source.Start(shared, port);
            }
            await server.OnAir("inputs", id, () => Story(peers));
            await receiver.SeesKeyFrames(5, () => Story(peers) + server.Story);
            await server.Say("outputs", $"{id}-file", "stop");
            await server.Is("outputs", $"{id}-file", "idle");
            var figures = receiver.Figures;
            figures.IsClean.ShouldBeTrue(figures.ToString());
            await Decodes(Path.Combine(server.Data, "media", "recordings", $"{id}.ts"));
            var stream = (await server.State("inputs", id)).Json.GetProperty("figures").GetProperty("stream");
            stream.GetProperty("continuityErrors").GetInt64().ShouldBe(0);
            table.WriteLine($"| {name} | {figures.Bytes:N0} bytes, {figures.KeyFrames} key frames, 0 continuity errors, decoded |");
            await server.Say("inputs", id, "stop");
        }
        finally
        {
            foreach (var peer in peers)
                await peer.DisposeAsync();
        }
    }

    [Theory]
    [MemberData(nameof(Destinations))]
    public async Task An_output_sends_its_stream_whole(string name)
    {
        var (destination, server, port, id) = (Destination.All.Single(d => d.Name == name), shared.Server, Free(name), shared.NextId());
        await shared.OnAir();
        using var receiver = new TsReceiver();
        IAsyncDisposable? peer = null;
        try
        {
            if (!destination.Calls)
                peer = await destination.Start(port, receiver);
            await server.Output(id, "cam", At(destination.Url, port), destination.Options);
            if (destination.Calls)
            {
                await Opened(name, destination.Options, port);
                peer = await destination.Start(port, receiver);
            }
            table.WriteLine($"| {name} | {await Judge(peer!, receiver, id)} |");
            await server.Say("outputs", id, "stop");
        }
        finally
        {
            if (peer is not null)
                await peer.DisposeAsync();
        }
    }

    private async Task<string> Judge(IAsyncDisposable peer, TsReceiver receiver, string id)
    {
        switch (peer)
        {
            case NginxRtmp nginx:
                await nginx.Receives("tv", 500_000);
                await shared.Server.OnAir("outputs", id);
                await Decodes(nginx.Recording("tv"));
                return $"{nginx.Received("tv"):N0} bytes, decoded";
            case PeerProcess ffmpeg when ffmpeg.Story.Contains("> ffmpeg", StringComparison.Ordinal):
                (await ffmpeg.Ended()).ShouldBe(0, ffmpeg.Story);
                ffmpeg.Story.Trim().ShouldNotContain('\n'); // its command line alone
                return "3 s decoded";
            default:
                await receiver.SeesKeyFrames(5, () => Story([peer]) + shared.Server.Story);
                await shared.Server.OnAir("outputs", id);
                var figures = receiver.Figures;
                figures.IsClean.ShouldBeTrue(figures.ToString());
                return $"{figures.Bytes:N0} bytes, {figures.KeyFrames} key frames, 0 continuity errors";
        }
    }

    private static async Task Decodes(string file)
    {
        await using var judge = Destination.Decodes(file);
        (await judge.Ended()).ShouldBe(0, judge.Story);
        judge.Story.Trim().ShouldNotContain('\n');
    }

    private async Task Opened(string name, (string Name, string Value)[] options, int port)
    {
        if (name.StartsWith("rtmp", StringComparison.Ordinal))
            await Ports.Listens(name.StartsWith("rtmps", StringComparison.Ordinal) ? shared.Tls : port, () => shared.Server.Story);
        else if (!options.Contains(("mode", "caller")))
            await Ports.IsBound(port, () => shared.Server.Story);
    }

    private static int Free(string name) => name.StartsWith("rtmp", StringComparison.Ordinal) ? Ports.Tcp() : Ports.Udp();

    private static string At(string url, int port) => url.Replace("PORT", $"{port}", StringComparison.Ordinal);

    private static string Story(IEnumerable<IAsyncDisposable> peers) => string.Concat(peers.Select(peer => peer switch
    {
        PeerProcess program => program.Story,
        FfmpegSender sender => sender.Story,
        SrtLiveTransmit srt => srt.Story,
        NginxRtmp nginx => nginx.Story,
        ObsStudio obs => obs.Story,
        _ => "",
    }));
}

/// <summary>One server for all rows, with a port for RTMPS and an input "cam" for the rows of outputs.</summary>
public sealed class InteroperabilityServer : IAsyncLifetime
{
    private readonly Scratch _folder = new();
    private FfmpegSender? _camera;
    private int _ids;

    internal LiveServer Server { get; private set; } = null!;

    internal int Tls { get; } = Ports.Tcp();

    internal string NextId() => $"row{++_ids}";

    internal async Task OnAir()
    {
        if (_camera is null)
        {
            var port = Ports.Udp();
            await Server.Input("cam", $"udp://127.0.0.1:{port}");
            _camera = await FfmpegSender.ToUdp(port);
        }
        await Server.OnAir("inputs", "cam");
    }

    public async Task InitializeAsync()
    {
        var (certificate, key) = (_folder.At("cert.pem"), _folder.At("key.pem"));
        await PeerProcess.Run("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", certificate, "-days", "2",
            "-subj", "/CN=localhost");
        Server = await OnAirServer.Start($"--streamactors.media.rtmp.tls-listen=127.0.0.1:{Tls}",
            $"--streamactors.media.rtmp.certificate={certificate}", $"--streamactors.media.rtmp.key={key}");
    }

    public async Task DisposeAsync()
    {
        if (_camera is not null)
            await _camera.DisposeAsync();
        await Server.DisposeAsync();
        _folder.Dispose();
    }
}
