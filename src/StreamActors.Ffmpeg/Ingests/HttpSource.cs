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

    /// <summary>No file, no data, no pipe. 'crypto' decrypts HLS segments, 'httpproxy' is the way through the pull gateway.</summary>
    internal override IReadOnlyList<string> Whitelist => ["http", "https", "httpproxy", "tls", "tcp", .. Kind == HttpKind.Hls ? (string[])["crypto"] : []];

    internal override IReadOnlyList<Secret> Secrets => [.. new[] { Password, Query }.OfType<Secret>(), .. QueryValues, .. Headers.Values];

    internal override IReadOnlyList<HostPort> Targets => [new HostPort(Address.IdnHost.Trim('[', ']'), Address.Port)];

    /// <summary>With more, each playlist and each segment is a few lines.</summary>
    internal override string LogLevel => Kind == HttpKind.Hls ? "level+warning" : base.LogLevel;

    /// <summary>A segment is there at once and the next one seconds later: read at its own speed it is a stream, and not a burst.</summary>
    internal override IEnumerable<string> Pace => Kind == HttpKind.Hls ? ["-re"] : [];

    internal override bool FollowsLinks => true;

    internal override IEnumerable<string> Input(FfmpegVersion version) =>
    [
        .. Tokens.Option("user_agent", UserAgent),
        .. Tokens.Option("headers", string.Concat(Headers.Select(header => Header(header.Key, header.Value)))),
        .. Tokens.Microseconds("rw_timeout", Tokens.PeerPatience),
        .. Address.Scheme == Uri.UriSchemeHttps ? Tokens.Tls(VerifyTls) : [],
        "-f", Kind == HttpKind.Hls ? "hls" : "mpegts",
        "-i", $"{Address.Scheme}://{Tokens.UserInfo(User, Password)}{Targets[0]}{Address.PathAndQuery}{Asked}",
    ];

    private string Asked => Query is { } query ? $"{(Address.Query.Length > 0 ? '&' : '?')}{query.Reveal()}" : "";

    /// <summary>Also what stands in a query may be printed alone. Numbers and words as short as these give nothing away, and stand everywhere.</summary>
    private IEnumerable<Secret> QueryValues => (Query?.Reveal() ?? "").Split('&')
        .Select(part => Uri.UnescapeDataString(part[(part.IndexOf('=', StringComparison.Ordinal) + 1)..]))
        .Where(value => value.Length > 5)
        .Select(value => new Secret(value));

    private static string Header(string name, Secret value) => name.AsSpan().IndexOfAny("\r\n:") >= 0 || value.Reveal().AsSpan().IndexOfAny("\r\n") >= 0
        ? throw new ArgumentException($"The header '{name}' holds a line break.", nameof(name))
        : $"{name}: {value.Reveal()}\r\n";
}
