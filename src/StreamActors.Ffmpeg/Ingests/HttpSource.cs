using StreamActors.Kernel;

namespace StreamActors.Ffmpeg;

public enum HttpKind
{
    Hls,
    Ts,
}

/// <summary>A playlist or an endless MPEG-TS over HTTP.</summary>
/// <param name="Address">Without user and password: they have fields of their own.</param>
public sealed record HttpSource(Uri Address, HttpKind Kind) : Source
{
    public string? User { get; init; }

    public Secret? Password { get; init; }

    /// <summary>What stands behind the '?', where the server knows us by it.</summary>
    public Secret? Query { get; init; }

    public string? UserAgent { get; init; }

    /// <summary>Sent with each request. Neither names nor values may hold line breaks.</summary>
    public IReadOnlyDictionary<string, Secret> Headers { get; init; } = new Dictionary<string, Secret>(StringComparer.OrdinalIgnoreCase);

    public bool VerifyTls { get; init; } = true;

    public override string Protocol => Address.Scheme;

    /// <summary>
    /// What the segments of a playlist may be. Left to look for itself, FFmpeg would take one that is a script or a description of other streams for
    /// what it is, and open what that names.
    /// </summary>
    private const string Formats = "hls,mpegts,mov,aac,ac3,eac3,mp3,webvtt";

    /// <summary>
    /// Only HTTP, to the gateway, and what decrypts HLS segments. Not 'httpproxy', which TLS would need: a playlist may name a proxy of its own, on any
    /// inner host, and FFmpeg connects to that past every gateway.
    /// </summary>
    internal override IReadOnlyList<string> Whitelist => ["http", "tcp", .. Kind == HttpKind.Hls ? (string[])["crypto"] : []];

    internal override IReadOnlyList<Secret> Secrets => [.. new[] { Password, Query }.OfType<Secret>(), .. QueryValues, .. Headers.Values];

    internal override IReadOnlyList<HostPort> Targets => [new HostPort(Address.IdnHost.Trim('[', ']'), Address.Port)];

    /// <summary>With more, each playlist and each segment is a few lines.</summary>
    internal override string LogLevel => Kind == HttpKind.Hls ? "level+warning" : base.LogLevel;

    /// <summary>A segment is there at once and the next one seconds later: read at its own speed it is a stream, and not a burst.</summary>
    internal override IEnumerable<string> Pace => Kind == HttpKind.Hls ? ["-re"] : [];

    internal override HttpLink Http => new(Address) { User = User, Password = Password, Query = Query, Headers = Headers, VerifyTls = VerifyTls };

    /// <summary>FFmpeg ends by itself only at the mark that ends a playlist.</summary>
    internal override bool HasEnd => Kind == HttpKind.Hls;

    internal override IEnumerable<string> Input(FfmpegVersion version) =>
    [
        .. Tokens.Option("user_agent", UserAgent),
        .. Tokens.Microseconds("rw_timeout", Tokens.PeerPatience),
        .. Kind == HttpKind.Hls ? (string[])["-format_whitelist", Formats, "-f", "hls"] : ["-f", "mpegts"],
        "-i", Http.Url,
    ];

    /// <summary>Also what stands in a query may be printed alone. Numbers and words as short as these give nothing away, and stand everywhere.</summary>
    private IEnumerable<Secret> QueryValues => (Query?.Reveal() ?? "").Split('&')
        .Select(part => Uri.UnescapeDataString(part[(part.IndexOf('=', StringComparison.Ordinal) + 1)..]))
        .Where(value => value.Length > 5)
        .Select(value => new Secret(value));
}
