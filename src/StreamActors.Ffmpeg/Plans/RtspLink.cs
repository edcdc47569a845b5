using StreamActors.Kernel;

namespace StreamActors.Ffmpeg;

/// <summary>
/// Where an RTSP run connects, and with which credentials. FFmpeg speaks to the gateway only: it would follow a redirect anywhere and send
/// datagrams wherever the server says, and its arguments, which other users can read, must hold no password.
/// </summary>
public sealed record RtspLink(HostPort Host, string Path, RtspTransport Transport)
{
    internal const int DefaultPort = 554;

    public string? User { get; init; }

    public Secret? Password { get; init; }

    /// <summary>FFmpeg publishes, and then follows no redirect.</summary>
    public bool Publishes { get; init; }

    /// <summary>The URL in the plan's arguments, replaced by the gateway's later.</summary>
    public string Url => $"rtsp://{Host}{Tokens.UrlPath(Path)}";
}
