using StreamActors.Kernel;

namespace StreamActors.Ffmpeg;

/// <summary>
/// Host, application and key of an RTMP stream. The key is given to FFmpeg beside the URL, not in it: so it may hold any character, and FFmpeg does not
/// print it with each message.
/// </summary>
public sealed record RtmpAddress(HostPort Host, string Application, Secret? Key, bool Tls = false)
{
    public string Protocol => Tls ? "rtmps" : "rtmp";

    /// <summary>For FFmpeg's listener, which is told no key: see <see cref="LiveSign"/>.</summary>
    internal string ListenerUrl => $"{Url}/{LiveSign.Nobody}";

    internal string Url => $"{Protocol}://{Host}{Tokens.UrlPath(Application)}";

    /// <summary>Without a key FFmpeg reads the application from the URL; told both ways, it would take the application for the key.</summary>
    internal IEnumerable<string> Options => Key is null ? [] : ["-rtmp_app", Application, "-rtmp_playpath", Key.Reveal(), "-rtmp_tcurl", Url];
}
