using StreamActors.Domain.Addresses;
using StreamActors.Kernel;

namespace StreamActors.Ffmpeg;

public enum RtspTransport
{
    Tcp,
    Udp,
}

/// <summary>
/// Where an RTSP run connects, and with which credentials. FFmpeg speaks to the gateway only: it would follow a redirect anywhere and send
/// datagrams wherever the server says, and its arguments, which other users can read, must hold no password.
/// </summary>
/// <param name="Path">Everything behind the host, with its query.</param>
public sealed record RtspLink(HostPort Host, string Path, RtspTransport Transport = RtspTransport.Tcp)
{
    internal const string Scheme = "rtsp";

    internal static readonly int DefaultPort = Protocols.Find(Scheme, isIngest: true)!.DefaultPort!.Value;

    public string? User { get; init; }

    public Secret? Password { get; init; }

    /// <summary>The query of the path, where it is not to be seen.</summary>
    public Secret? Query { get; init; }

    /// <summary>FFmpeg publishes: it follows no redirect then.</summary>
    public bool Publishes { get; init; }

    /// <summary>As it stands in the plan's arguments, until the gateway's own is put in its place.</summary>
    public string Url => $"{Scheme}://{Host}{Tokens.UrlPath(Path)}";

    internal IReadOnlyList<Secret> Secrets => [.. new[] { Password, Query }.OfType<Secret>()];
}
