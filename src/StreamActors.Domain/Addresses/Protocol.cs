namespace StreamActors.Domain.Addresses;

/// <summary>What one protocol is, asks of an address and offers, for one direction. Its documentation is made from this.</summary>
/// <param name="Name">As it stands before <c>://</c>.</param>
/// <param name="Text">What it is, in one line.</param>
public sealed record Protocol(string Name, string Text)
{
    /// <summary>The shapes of its URL.</summary>
    public required IReadOnlyList<UrlForm> Forms { get; init; }

    /// <summary>Which side waits for the other.</summary>
    public required string Listens { get; init; }

    /// <summary>The value of the option <c>mode</c> with which StreamActors listens; null where the option makes no difference.</summary>
    public string? ListeningMode { get; init; }

    /// <summary>StreamActors listens, whatever its options say.</summary>
    public bool AlwaysListens { get; init; }

    /// <summary>It listens on a UDP port; else on one of TCP.</summary>
    public bool ListensOnUdp { get; init; }

    public int? DefaultPort { get; init; }

    /// <summary>A socket cannot tell UDP from RTP; a platform takes RTMP and RTMPS for one key. Reservations are stored under it.</summary>
    public string Family { get; init; } = Name;

    /// <summary>What is published to a server under one path and pulled from it under another is the same stream: when.</summary>
    public SamePath SamePath { get; init; } = SamePath.Never;

    /// <summary>Received or sent by sockets of StreamActors; else FFmpeg does it.</summary>
    public bool IsNative { get; init; }

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

    /// <summary>Secrets by name, each with the rule for its clear text (checked at the edge, where it is still clear).</summary>
    public IReadOnlyList<Option> Secrets { get; init; } = [];

    /// <summary>What is done with what stands behind the <c>?</c> of its URL.</summary>
    public QueryUse Query { get; init; } = QueryUse.Options;

    /// <summary>Parts of a query that other programs know: left out where they ask for what is done anyway, else refused with their own cure.</summary>
    public IReadOnlyList<QueryRule> QueryRules { get; init; } = [];

    /// <summary>Whether this query of its URL is not shown.</summary>
    public bool HidesQuery(string query) =>
        Query is QueryUse.Secret or QueryUse.Key || (Query is QueryUse.Server && QueryUses.HoldsSecret(query));

    /// <summary>It is given no path: nothing would be done with one.</summary>
    public bool HasNoPath { get; init; }

    /// <summary>It is of this machine: there is no host to name.</summary>
    public bool HasNoHost { get; init; }

    /// <summary>Whether StreamActors waits for the other side.</summary>
    public bool IsListener(IReadOnlyDictionary<string, string> options) =>
        AlwaysListens || (ListeningMode is not null && options.GetValueOrDefault("mode") == ListeningMode);

    /// <summary>The query in words.</summary>
    public string QueryText => Query switch
    {
        QueryUse.Secret => "The query belongs to the server and is kept as the secret 'query'.",
        QueryUse.Key => "Everything behind the application is kept as the secret 'key', a query of the application as the secret 'query'.",
        QueryUse.Server =>
            $"The query is sent to the server, as the secret 'query' where it holds a password or token. Only {OurWords} are options.",
        _ when Options.Count + Secrets.Count == 0 => "The URL has no query.",
        _ => "Options and secrets may stand in the query, under their own names or those of other programs. Any other part is refused.",
    };

    private string OurWords => string.Join(", ", Options.SelectMany(o => o.QueryNames).Select(q => q.Name));
}

/// <summary>One shape of a URL.</summary>
/// <param name="Form">With the parts to fill in as capitals.</param>
public sealed record UrlForm(string Form, string Example, string Text)
{
    /// <summary>The option that it stands with, as NAME=VALUE.</summary>
    public string? Option { get; init; }
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
    /// <summary>Its parts are options and secrets.</summary>
    Options,

    /// <summary>It is the server's, save for the words that are options.</summary>
    Server,

    /// <summary>It is the server's, and secret.</summary>
    Secret,

    /// <summary>It is part of the stream key, or of the application.</summary>
    Key,
}

/// <summary>What is known of the queries of servers.</summary>
public static class QueryUses
{
    private static readonly string[] Secretive =
        ["password", "passwd", "pass", "pwd", "psw", "token", "auth", "key", "secret", "sig", "signature", "sign", "jwt"];

    /// <summary>Whether one of its parts has a name of something that had better not be seen.</summary>
    public static bool HoldsSecret(string query) => query.Split('&').Any(part => IsSecret(Uri.UnescapeDataString(part.Split('=', 2)[0])));

    /// <summary>A name that only sounds so hides more than it must, and nothing else.</summary>
    private static bool IsSecret(string name) => Secretive.Any(word => name.EndsWith(word, StringComparison.OrdinalIgnoreCase));
}

/// <summary>A part of a query that is no option here.</summary>
/// <param name="Values">Those that ask for what is done anyway.</param>
/// <param name="Cure">What to do about any other.</param>
public sealed record QueryRule(string Name, IReadOnlyList<string> Values, string Cure);
