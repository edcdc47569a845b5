using StreamActors.Kernel;

namespace StreamActors.Ffmpeg;

public enum HttpKind
{
    Hls,
    Ts,
}

/// <summary>A playlist or an endless MPEG-TS over HTTP.</summary>
/// <param name="Address">Without user and password, which have their own fields.</param>
public sealed record HttpSource(Uri Address, HttpKind Kind) : Source
{
    public string? User { get; init; }

    public Secret? Password { get; init; }

    /// <summary>The query, where it is secret.</summary>
    public Secret? Query { get; init; }

    public string? UserAgent { get; init; }

    /// <summary>Headers for each request. Names and values may not hold line breaks.</summary>
    public IReadOnlyDictionary<string, Secret> Headers { get; init; } = new Dictionary<string, Secret>(StringComparer.OrdinalIgnoreCase);

    public bool VerifyTls { get; init; } = true;

    public override string Protocol => Address.Scheme;

    /// <summary>
    /// The demuxers for a playlist's segments. Probing freely, FFmpeg would accept a script or stream description as a segment, and open
    /// what it names.
    /// </summary>
    private const string Formats = "hls,mpegts,mov,aac,ac3,eac3,mp3,webvtt";

    /// <summary>
    /// Only HTTP to the gateway, and the decryption of HLS segments. Not 'httpproxy', which TLS would need: a playlist could name its own
    /// proxy on any private host, and FFmpeg would bypass the gateway.
    /// </summary>
    internal override IReadOnlyList<string> Whitelist => ["http", "tcp", .. Kind == HttpKind.Hls ? (string[])["crypto"] : []];

    internal override IReadOnlyList<Secret> Secrets => [.. new[] { Password, Query }.OfType<Secret>(), .. QueryValues, .. Headers.Values];

    internal override IReadOnlyList<HostPort> Targets => [new HostPort(Address.IdnHost.Trim('[', ']'), Address.Port)];

    /// <summary>A higher level logs several lines for each playlist and segment.</summary>
    internal override string LogLevel => Kind == HttpKind.Hls ? "level+warning" : base.LogLevel;

    /// <summary>A segment arrives at once, the next one seconds later: -re turns bursts into a stream.</summary>
    internal override IEnumerable<string> Pace => Kind == HttpKind.Hls ? ["-re"] : [];

    internal override HttpLink Http =>
        new(Address) { User = User, Password = Password, Query = Query, Headers = Headers, VerifyTls = VerifyTls };

    /// <summary>FFmpeg ends by itself only at #EXT-X-ENDLIST.</summary>
    internal override bool HasEnd => Kind == HttpKind.Hls;

    internal override IEnumerable<string> Input(FfmpegVersion version) =>
    [
        .. Tokens.Option("user_agent", UserAgent),
        .. Tokens.Microseconds("rw_timeout", Tokens.PeerTimeout),
        .. Kind == HttpKind.Hls ? (string[])["-format_whitelist", Formats, "-f", "hls"] : ["-f", "mpegts"],
        "-i", Http.Url,
    ];

    /// <summary>A query's values may be printed on their own. Short numbers and words are no secrets, and occur everywhere.</summary>
    private IEnumerable<Secret> QueryValues => (Query?.Reveal() ?? "").Split('&')
        .Select(part => Uri.UnescapeDataString(part[(part.IndexOf('=', StringComparison.Ordinal) + 1)..]))
        .Where(value => value.Length > 5)
        .Select(value => new Secret(value));
}
