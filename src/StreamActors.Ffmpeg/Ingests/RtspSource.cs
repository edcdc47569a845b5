using StreamActors.Kernel;

namespace StreamActors.Ffmpeg;

public enum RtspTransport
{
    Tcp,
    Udp,
}

/// <summary>RTSP from a camera or server. <paramref name="Path"/> is everything after the host, with its query.</summary>
public sealed record RtspSource(HostPort Address, string Path, RtspTransport Transport = RtspTransport.Tcp) : Source
{
    public string? User { get; init; }

    public Secret? Password { get; init; }

    /// <summary>The query of the path, where it is secret.</summary>
    public Secret? Query { get; init; }

    /// <summary>The reorder queue in packets. Each lost packet delays the stream by as many, so it is small.</summary>
    private const int Reordered = 16;

    public override string Protocol => "rtsp";

    /// <summary>FFmpeg connects to the gateway only, over TCP.</summary>
    internal override IReadOnlyList<string> Whitelist => ["rtsp", "tcp"];

    internal override IReadOnlyList<Secret> Secrets => [.. new[] { Password, Query }.OfType<Secret>()];

    internal override IReadOnlyList<HostPort> Targets => [Address];

    internal override RtspLink Rtsp => new(Address, Path, Transport) { User = User, Password = Password };

    /// <summary>Video and audio only: cameras send events as a track that MPEG-TS cannot carry.</summary>
    internal override IEnumerable<string> Coding => ["-map", "0:V?", "-map", "0:a?", .. Tokens.Copy(Sound)];

    internal override IEnumerable<string> Input(FfmpegVersion version) =>
    [
        "-rtsp_transport", "tcp", .. Tokens.Option("reorder_queue_size", Transport == RtspTransport.Udp ? Reordered : null),
        .. Tokens.Microseconds("timeout", Tokens.PeerPatience),
        "-f", "rtsp", "-i", Rtsp.Url,
    ];
}
