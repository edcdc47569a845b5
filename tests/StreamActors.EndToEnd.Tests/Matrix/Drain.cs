using StreamActors.EndToEnd.Tests.Peers;

namespace StreamActors.EndToEnd.Tests.Matrix;

/// <summary>The destination of an output: a real peer that counts, and the output that sends to it.</summary>
internal abstract class Drain(string kind) : IAsyncDisposable
{
    public static readonly IReadOnlyList<string> Kinds = ["udp", "rtp", "srt-caller", "srt-caller-ffmpeg", "srt-listener",
        "srt-listener-ffmpeg", "rtmp", "rtmp-ffmpeg", "rtsp", "file"];

    public string Kind { get; } = kind;

    /// <summary>The id of its output.</summary>
    public string Id { get; private set; } = "";

    /// <summary>Enough has arrived to be no accident.</summary>
    public abstract bool HasEnough { get; }

    /// <summary>What arrived, for the table.</summary>
    public abstract string Seen { get; }

    /// <summary>What is wrong with the received stream; null if nothing is.</summary>
    public abstract string? Fault { get; }

    public static async Task<Drain> Open(string kind, LiveServer server, string input, string? id = null)
    {
        Drain drain = kind switch
        {
            "udp" or "rtp" => new DatagramDrain(kind),
            "srt-caller" or "srt-listener" => new SrtDrain(kind, kind["srt-".Length..], "native"),
            "srt-caller-ffmpeg" or "srt-listener-ffmpeg" => new SrtDrain(kind, kind.Split('-')[1], "ffmpeg"),
            "rtmp" or "rtmp-ffmpeg" => new RtmpDrain(kind),
            "rtsp" => new RtspDrain(),
            "file" => new FileDrain(),
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No such kind of output."),
        };
        drain.Id = id ?? $"{input}-{kind}";
        try
        {
            await drain.Attach(server, input);
            return drain;
        }
        catch
        {
            await drain.DisposeAsync();
            throw;
        }
    }

    public abstract ValueTask DisposeAsync();

    protected abstract Task Attach(LiveServer server, string input);

    private sealed class DatagramDrain(string kind) : Drain(kind)
    {
        private readonly TsReceiver _receiver = new(rtp: kind == "rtp");

        public override bool HasEnough => _receiver.Figures.KeyFrames >= 3;

        public override string Seen => $"{_receiver.Figures.Bytes:N0} bytes, {_receiver.Figures.ContinuityErrors} continuity errors";

        public override string? Fault => Faults(_receiver);

        public override ValueTask DisposeAsync()
        {
            _receiver.Dispose();
            return ValueTask.CompletedTask;
        }

        protected override Task Attach(LiveServer server, string input) => server.Output(Id, input, $"{Kind}://127.0.0.1:{_receiver.Port}");
    }

    private sealed class SrtDrain(string kind, string mode, string driver) : Drain(kind)
    {
        private const string Passphrase = "battery-horse-correct";

        /// <summary>Milliseconds; a busy machine holds a datagram back for longer than the default.</summary>
        private const string Latency = "2000";

        private readonly TsReceiver _receiver = new();
        private SrtLiveTransmit? _srt;

        public override bool HasEnough => _receiver.Figures.KeyFrames >= 3;

        public override string Seen => $"{_receiver.Figures.Bytes:N0} bytes, {_receiver.Figures.ContinuityErrors} continuity errors";

        public override string? Fault => Faults(_receiver);

        public override async ValueTask DisposeAsync()
        {
            if (_srt is not null)
                await _srt.DisposeAsync();
            _receiver.Dispose();
        }

        protected override async Task Attach(LiveServer server, string input)
        {
            var port = Ports.Udp();
            if (mode == "caller")
                _srt = await SrtLiveTransmit.ListensAndPassesOn(port, _receiver.Port, $"&passphrase={Passphrase}");
            await server.Output(Id, input, $"srt://127.0.0.1:{port}", ("mode", mode), ("driver", driver),
                ("latency-ms", Latency), ("!passphrase", Passphrase));
            if (mode == "listener")
            {
                await Ports.IsBound(port, () => server.Story);
                _srt = SrtLiveTransmit.CallsAndPassesOn(port, _receiver.Port, $"&passphrase={Passphrase}");
            }
        }
    }

    private sealed class RtmpDrain(string kind) : Drain(kind)
    {
        private const string Key = "k e+y=1-%41";

        private NginxRtmp? _nginx;

        public override bool HasEnough => Bytes > 400_000;

        public override string Seen => $"{Bytes:N0} bytes";

        public override string? Fault => null;

        private long Bytes => _nginx is null ? 0 : _nginx.ReceivedInAll;

        public override ValueTask DisposeAsync() => _nginx?.DisposeAsync() ?? ValueTask.CompletedTask;

        protected override async Task Attach(LiveServer server, string input)
        {
            _nginx = await NginxRtmp.Start();
            await server.Output(Id, input, _nginx.Url("live"), ("!key", Key), ("driver", Kind == "rtmp" ? "native" : "ffmpeg"));
        }
    }

    private sealed class RtspDrain() : Drain("rtsp")
    {
        private RtspServer? _rtsp;

        public override bool HasEnough => _rtsp?.Has(400_000) == true;

        public override string Seen => $"{_rtsp?.Received:N0} bytes, {_rtsp?.ReceivedTone:N0} of tone";

        public override string? Fault => TsTally.OfFile(_rtsp!.Recording) is { KeyFrames: 0 } figures ? $"no key frame: {figures}" : null;

        public override ValueTask DisposeAsync() => _rtsp?.DisposeAsync() ?? ValueTask.CompletedTask;

        protected override async Task Attach(LiveServer server, string input)
        {
            _rtsp = await RtspServer.Start();
            await server.Output(Id, input, _rtsp.Inlet);
        }
    }

    private sealed class FileDrain() : Drain("file")
    {
        private string _path = "";

        public override bool HasEnough => File.Exists(_path) && new FileInfo(_path).Length > 400_000;

        public override string Seen => $"{new FileInfo(_path).Length:N0} bytes, {TsTally.OfFile(_path).ContinuityErrors} continuity errors";

        public override string? Fault => TsTally.OfFile(_path) is { IsClean: false } figures ? figures.ToString() : null;

        public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

        protected override Task Attach(LiveServer server, string input)
        {
            _path = Path.Combine(server.Data, "media", "recordings", $"{Id}.ts");
            return server.Output(Id, input, $"file:///recordings/{Id}.ts");
        }
    }

    private static string? Faults(TsReceiver receiver) => receiver.Figures.IsClean ? null : receiver.Figures.ToString();
}
