using StreamActors.Kernel;

namespace StreamActors.Ffmpeg;

/// <summary>
/// Host, application and key of an RTMP stream. The key is given to FFmpeg beside the URL, not in it: so it may hold any character, and FFmpeg does not
/// print it with each message.
/// </summary>
public sealed record RtmpAddress(HostPort Host, string Application, Secret? Key, bool Tls = false)
{
    /// <summary>Which address of the host to connect to; over TLS the name itself is needed.</summary>
    public System.Net.IPAddress? Judged { get; init; }

    /// <summary>For a server that asks who it is. FFmpeg reads both from the URL, decodes nothing, and sends neither without the other.</summary>
    public string? User { get; init; }

    public Secret? Password { get; init; }

    /// <summary>What of the application is not to be seen.</summary>
    public Secret? Query { get; init; }

    public string Protocol => Tls ? "rtmps" : "rtmp";

    /// <summary>For FFmpeg's listener, which is told no key: see <see cref="LiveSign"/>.</summary>
    internal string ListenerUrl => $"{Url}/{LiveSign.Nobody}";

    /// <summary>As the server is told it.</summary>
    internal string Url => Of(Host);

    /// <summary>As it is connected to.</summary>
    internal string Where => Of(
        Judged is null ? Host : Host.At(Judged),
        User is not null && Password is not null ? $"{User}:{Password.Reveal()}@" : "");

    internal IReadOnlyList<Secret> Secrets => [.. new[] { Key, Password, Query }.OfType<Secret>()];

    /// <summary>Without a key FFmpeg reads the application from the URL; told both ways, it would take the application for the key.</summary>
    internal IEnumerable<string> Options =>
        ["-rtmp_tcurl", Url, .. Key is null ? [] : (string[])["-rtmp_app", Application, "-rtmp_playpath", Key.Reveal()]];

    private string Of(HostPort host, string credentials = "") => $"{Protocol}://{credentials}{host}{Tokens.UrlPath(Application)}";
}
