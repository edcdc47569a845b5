using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace StreamActors.Server;

/// <summary>How this node finds the others, and how soon it gives one up.</summary>
public sealed record ClusterOptions
{
    public ListenAddress Listen { get; init; } = new("127.0.0.1", 4053);

    public JoinAddresses Join { get; init; } = new("");

    public ManagementOptions Management { get; init; } = new();

    public BootstrapOptions Bootstrap { get; init; } = new();

    public TimeSpan HeartbeatInterval { get; init; } = TimeSpan.FromMilliseconds(500);

    public TimeSpan AcceptablePause { get; init; } = TimeSpan.FromMilliseconds(1500);

    public TimeSpan GossipInterval { get; init; } = TimeSpan.FromMilliseconds(200);

    public TimeSpan StableAfter { get; init; } = TimeSpan.FromSeconds(1);

    public TimeSpan TakeoverMargin { get; init; } = TimeSpan.FromMilliseconds(250);

    public TimeSpan HandOver { get; init; } = TimeSpan.FromSeconds(60);

    internal IEnumerable<(string Key, TimeSpan Time)> Times =>
    [
        ("cluster.heartbeat-interval", HeartbeatInterval), ("cluster.acceptable-pause", AcceptablePause), ("cluster.gossip-interval", GossipInterval),
        ("cluster.stable-after", StableAfter), ("cluster.takeover-margin", TakeoverMargin), ("cluster.hand-over", HandOver),
    ];
}

/// <summary>None, one or several HOST:PORT with commas between; the host may be a name.</summary>
public readonly record struct JoinAddresses(string Text) : IParsable<JoinAddresses>
{
    public bool IsEmpty => All.Count == 0;

    public IReadOnlyList<string> All => (Text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    public static JoinAddresses Parse(string s, IFormatProvider? provider) =>
        TryParse(s, provider, out var addresses) ? addresses : throw new FormatException($"'{s}' is neither a HOST:PORT nor a list of them.");

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out JoinAddresses result)
    {
        result = new JoinAddresses(s ?? "");
        return s is not null && result.All.All(IsAddress);
    }

    public override string ToString() => Text ?? "";

    private static bool IsAddress(string text)
    {
        var colon = text.LastIndexOf(':');
        return colon > 0
            && Uri.CheckHostName(text[..colon].Trim('[', ']')) != UriHostNameType.Unknown
            && ushort.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port > 0;
    }
}
