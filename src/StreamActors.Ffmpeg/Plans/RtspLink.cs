using StreamActors.Kernel;

namespace StreamActors.Ffmpeg;

/// <summary>
/// Where an RTSP run really goes, and with which credentials. FFmpeg itself speaks to the run's gateway: it would follow a redirect anywhere, and send
/// datagrams wherever the server says; and its arguments, which others on this machine can read, hold no password.
/// </summary>
public sealed record RtspLink(HostPort Host, string Path, RtspTransport Transport)
{
    internal const int DefaultPort = 554;

    public string? User { get; init; }

    public Secret? Password { get; init; }

    /// <summary>FFmpeg publishes: it follows no redirect then.</summary>
    public bool Publishes { get; init; }

    /// <summary>As it stands in the plan's arguments, until the gateway's own is put in its place.</summary>
    public string Url => $"rtsp://{Host}{Tokens.UrlPath(Path)}";
}
