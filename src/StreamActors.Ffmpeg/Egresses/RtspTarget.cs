using StreamActors.Kernel;

namespace StreamActors.Ffmpeg;

/// <summary>RTSP to a server that accepts publishers (ANNOUNCE, RECORD).</summary>
public sealed record RtspTarget : Target
{
    /// <summary>AAC in MPEG-TS has no header that RTSP could announce, so audio is re-encoded by default.</summary>
    public RtspTarget(HostPort address, string path, RtspTransport transport = RtspTransport.Tcp)
    {
        (Address, Path, Transport) = (address, path, transport);
        Sound = Sound.Aac;
    }

    public HostPort Address { get; }

    public string Path { get; }

    public RtspTransport Transport { get; }

    public string? User { get; init; }

    public Secret? Password { get; init; }

    /// <summary>The query of the path, where it is secret.</summary>
    public Secret? Query { get; init; }

    public override string Protocol => "rtsp";

    internal override IReadOnlyList<Secret> Secrets => [.. new[] { Password, Query }.OfType<Secret>()];

    internal override IReadOnlyList<HostPort> Targets => [Address];

    internal override IEnumerable<string> Tracks => ["-map", "0:V?", "-map", "0:a?"];

    internal override RtspLink Rtsp => new(Address, Path, Transport) { User = User, Password = Password, Publishes = true };

    internal override IEnumerable<string> Output(FfmpegVersion version) =>
        ["-f", "rtsp", "-rtsp_transport", "tcp", .. Tokens.Microseconds("timeout", Tokens.PeerPatience), Rtsp.Url];
}
