using StreamActors.Kernel;

namespace StreamActors.Ffmpeg;

public enum RtspTransport
{
    Tcp,
    Udp,
}

/// <summary>RTSP from a camera or server. <paramref name="Path"/> is everything behind the host, with its query.</summary>
public sealed record RtspSource(HostPort Address, string Path, RtspTransport Transport = RtspTransport.Tcp) : Source
{
    public string? User { get; init; }

    public Secret? Password { get; init; }

    public override string Protocol => "rtsp";

    internal override IReadOnlyList<string> Whitelist => ["rtsp", "rtp", "udp", "tcp"];

    internal override IReadOnlyList<Secret> Secrets => [.. new[] { Password }.OfType<Secret>()];

    internal override IReadOnlyList<HostPort> Targets => [Address];

    /// <summary>Picture and sound only: cameras send their events as a track that MPEG-TS has no place for.</summary>
    internal override IEnumerable<string> Coding => ["-map", "0:V?", "-map", "0:a?", .. Tokens.Copy(Sound)];

    internal override IEnumerable<string> Input(FfmpegVersion version) =>
    [
        "-rtsp_transport", Transport == RtspTransport.Tcp ? "tcp" : "udp",
        .. Tokens.Microseconds("timeout", Tokens.PeerPatience),
        "-f", "rtsp", "-i", $"rtsp://{Tokens.UserInfo(User, Password)}{Address}{Tokens.UrlPath(Path)}",
    ];
}
