namespace StreamActors.Domain.Addresses;

/// <summary>One protocol in one direction: its requirements and options. Its documentation is generated from this.</summary>
/// <param name="Name">The URL scheme.</param>
/// <param name="Text">A one-line description.</param>
public sealed record Protocol(string Name, string Text)
{
    /// <summary>The shapes of its URL.</summary>
    public required IReadOnlyList<UrlForm> Forms { get; init; }

    /// <summary>Which side listens.</summary>
    public required string Listens { get; init; }

    /// <summary>The value of the option <c>mode</c> with which StreamActors listens; null where the option makes no difference.</summary>
    public string? ListeningMode { get; init; }

    /// <summary>Where StreamActors listens without a port in the URL, it does so on one port for all, told apart by the id.</summary>
    public bool HasSharedPort { get; init; }

    /// <summary>StreamActors listens, whatever its options say.</summary>
    public bool AlwaysListens { get; init; }

    /// <summary>It listens on a UDP port; else on one of TCP.</summary>
    public bool ListensOnUdp { get; init; }

    public int? DefaultPort { get; init; }

    /// <summary>A socket cannot tell UDP from RTP; a platform takes RTMP and RTMPS for one key. Reservations are stored under it.</summary>
    public string Family { get; init; } = Name;

    /// <summary>What is published to a server under one path and pulled from it under another is the same stream: when.</summary>
    public SamePath SamePath { get; init; } = SamePath.Never;

    /// <summary>What receives or sends it without FFmpeg.</summary>
    public NativeDriver Native { get; init; }

    /// <summary>What can carry it, as values of the option driver.</summary>
    public IReadOnlyList<string> Drivers =>
    [
        .. Native != NativeDriver.None ? ["native"] : Array.Empty<string>(),
        .. Native != NativeDriver.Datagrams ? ["ffmpeg"] : Array.Empty<string>(),
        .. Options.Any(o => o.Name == "driver" && o.Values.Contains("mediamtx", StringComparer.Ordinal)) ? ["mediamtx"]
            : Array.Empty<string>(),
    ];

    /// <summary>It carries one video track and one audio track, of those that FLV has; else all of a program.</summary>
    public bool OneTrackOfEach { get; init; }

    /// <summary>With options and secrets, as documentation shows it.</summary>
    public required ProtocolExample Example { get; init; }

    public bool NeedsHost { get; init; } = true;

    public bool NeedsPort { get; init; }

    public bool NeedsPath { get; init; }

    public bool AllowsUser { get; init; }

    public bool AllowsMulticast { get; init; }

    public bool NeedsKey { get; init; }

    public IReadOnlyList<Option> Options { get; init; } = [];

    /// <summary>Secrets by name, each with the rule for its clear text, checked before it is sealed.</summary>
    public IReadOnlyList<Option> Secrets { get; init; } = [];

    /// <summary>How the query of its URL is used.</summary>
    public QueryUse Query { get; init; } = QueryUse.Options;

    /// <summary>Parameters of other programs: dropped when the value is our behaviour anyway, else refused with their own text.</summary>
    public IReadOnlyList<QueryRule> QueryRules { get; init; } = [];

    /// <summary>Whether this query must be hidden.</summary>
    public bool HidesQuery(string query) =>
        Query is QueryUse.Secret or QueryUse.Key || (Query is QueryUse.Server && QueryUses.HoldsSecret(query));

    /// <summary>Its URL has no path.</summary>
    public bool HasNoPath { get; init; }

    /// <summary>It is local to this machine: its URL has no host.</summary>
    public bool HasNoHost { get; init; }

    /// <summary>Whether StreamActors waits for the other side.</summary>
    public bool IsListener(IReadOnlyDictionary<string, string> options) =>
        AlwaysListens || (ListeningMode is not null && options.GetValueOrDefault("mode") == ListeningMode);

    /// <summary>Whether it waits on the port that it shares with others.</summary>
    public bool IsOnSharedPort(UrlParts url, IReadOnlyDictionary<string, string> options) =>
        HasSharedPort && url.Port is null && IsListener(options) && !options.ContainsKey("port")
        && options.GetValueOrDefault("driver") is not ("ffmpeg" or "mediamtx");

    /// <summary>Whether it waits with a socket of StreamActors, which stays while its peers come and go.</summary>
    public bool IsNativeListener(UrlParts url, IReadOnlyDictionary<string, string> options) => AlwaysListens
        || IsOnSharedPort(url, options)
        || (Native == NativeDriver.Rtmp && IsListener(options) && options.GetValueOrDefault("driver") is not "ffmpeg");

    /// <summary>Whether its URL needs a port: another one is taken without, or MediaMTX has it.</summary>
    public bool NeedsPortIn(UrlParts url, IReadOnlyDictionary<string, string> options) => NeedsPort && url.Port is null
        && !(IsOnSharedPort(url, options) || (ListeningMode is not null && IsListener(options)
            && (options.ContainsKey("port") || (HasSharedPort && options.GetValueOrDefault("driver") is "mediamtx"))));

    /// <summary>The use of the query in words.</summary>
    public string QueryText => Query switch
    {
        QueryUse.Secret => "The query is sent to the server, and is stored as the secret 'query'.",
        QueryUse.Key => "Everything after the application is kept as the secret 'key', a query of the application as the secret 'query'.",
        QueryUse.Server =>
            $"The query is sent to the server, as the secret 'query' where it holds a password or token. Only {OurWords} are options.",
        _ when Options.Count + Secrets.Count == 0 => "The URL has no query.",
        _ => "Options and secrets may be given in the query, under their own names or those of other programs. Anything else is refused.",
    };

    private string OurWords => string.Join(", ", Options.SelectMany(o => o.QueryNames).Select(q => q.Name));
}

/// <summary>One form of a URL.</summary>
/// <param name="Form">With placeholders in capitals.</param>
public sealed record UrlForm(string Form, string Example, string Text)
{
    /// <summary>The option that this form requires, as NAME=VALUE.</summary>
    public string? Option { get; init; }
}

public enum NativeDriver
{
    /// <summary>FFmpeg has to do it.</summary>
    None,

    /// <summary>UDP and RTP, which FFmpeg never does.</summary>
    Datagrams,

    /// <summary>Unless the option driver says ffmpeg.</summary>
    Srt,

    /// <summary>Published to StreamActors, or by it, unless the option driver says ffmpeg.</summary>
    Rtmp,
}

public enum SamePath
{
    Never,
    Exactly,

    /// <summary>The published one is a folder of the pulled one.</summary>
    Below,
}

public enum QueryUse
{
    /// <summary>Options and secrets.</summary>
    Options,

    /// <summary>Passed to the server, except for the names that are options.</summary>
    Server,

    /// <summary>Passed to the server, and secret.</summary>
    Secret,

    /// <summary>Part of the stream key, or of the application.</summary>
    Key,
}

/// <summary>Detects secrets in queries meant for the server.</summary>
public static class QueryUses
{
    private static readonly string[] Secretive =
        ["password", "passwd", "pass", "pwd", "psw", "token", "auth", "key", "secret", "sig", "signature", "sign", "jwt"];

    /// <summary>Whether a parameter has a name that suggests a secret.</summary>
    public static bool HoldsSecret(string query) => query.Split('&').Any(part => IsSecret(Uri.UnescapeDataString(part.Split('=', 2)[0])));

    /// <summary>A false match only hides more than necessary.</summary>
    private static bool IsSecret(string name) => Secretive.Any(word => name.EndsWith(word, StringComparison.OrdinalIgnoreCase));
}

/// <summary>A query parameter that is not an option.</summary>
/// <param name="Values">The values that match our behaviour anyway.</param>
/// <param name="Expected">What to do about any other value.</param>
public sealed record QueryRule(string Name, IReadOnlyList<string> Values, string Expected);
