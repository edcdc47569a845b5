using StreamActors.Kernel;

namespace StreamActors.Ffmpeg;

/// <summary>RTSP from a camera or server.</summary>
public sealed record RtspSource(RtspLink Link) : Source
{
    /// <summary>Datagrams overtake each other by a few. What is lost holds the others up for as many, so it may not be many.</summary>
    private const int Reordered = 16;

    public override string Protocol => RtspLink.Scheme;

    /// <summary>FFmpeg connects to the gateway only, over TCP.</summary>
    internal override IReadOnlyList<string> Whitelist => [RtspLink.Scheme, "tcp"];

    internal override IReadOnlyList<Secret> Secrets => Link.Secrets;

    internal override IReadOnlyList<HostPort> Targets => [Link.Host];

    internal override RtspLink Rtsp => Link;

    /// <summary>Video and audio only: cameras send events as a track that MPEG-TS cannot carry.</summary>
    internal override IEnumerable<string> Coding => ["-map", "0:V?", "-map", "0:a?", .. Tokens.Copy(Sound)];

    internal override IEnumerable<string> Input(FfmpegVersion version) =>
    [
        "-rtsp_transport", "tcp", .. Tokens.Option("reorder_queue_size", Link.Transport == RtspTransport.Udp ? Reordered : null),
        .. Tokens.Microseconds("timeout", Tokens.PeerTimeout),
        "-f", "rtsp", "-i", Link.Url,
    ];
}
