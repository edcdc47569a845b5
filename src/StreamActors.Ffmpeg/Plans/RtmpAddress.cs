using StreamActors.Kernel;

namespace StreamActors.Ffmpeg;

/// <summary>
/// Host, application and key of an RTMP stream. FFmpeg gets the key as an option, not in the URL: so it may hold any character and is not
/// printed with each message.
/// </summary>
public sealed record RtmpAddress(HostPort Host, string Application, Secret? Key, bool Tls = false)
{
    /// <summary>The address of the host to connect to; TLS needs the name itself.</summary>
    public System.Net.IPAddress? CheckedAddress { get; init; }

    /// <summary>Credentials. FFmpeg reads both from the URL without decoding, and sends neither alone.</summary>
    public string? User { get; init; }

    public Secret? Password { get; init; }

    /// <summary>The secret part of the application.</summary>
    public Secret? Query { get; init; }

    public string Protocol => Tls ? "rtmps" : "rtmp";

    /// <summary>For FFmpeg's listener, which gets no key: see <see cref="StderrTriggers"/>.</summary>
    internal string ListenerUrl => $"{Url}/{StderrTriggers.Nobody}";

    /// <summary>The URL sent to the server.</summary>
    public string Url => Of(Host);

    /// <summary>The URL connected to.</summary>
    internal string Where => Of(
        CheckedAddress is null ? Host : Host.At(CheckedAddress),
        User is not null && Password is not null ? $"{User}:{Password.Reveal()}@" : "");

    internal IReadOnlyList<Secret> Secrets => [.. new[] { Key, Password, Query }.OfType<Secret>()];

    /// <summary>Without a key FFmpeg reads the application from the URL; given both, it takes the application for the key.</summary>
    internal IEnumerable<string> Options =>
        ["-rtmp_tcurl", Url, .. Key is null ? [] : (string[])["-rtmp_app", Application, "-rtmp_playpath", Key.Reveal()]];

    private string Of(HostPort host, string credentials = "") => $"{Protocol}://{credentials}{host}{Tokens.UrlPath(Application)}";
}
