using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using StreamActors.Domain.Addresses;
using StreamActors.Runtime;

namespace StreamActors.Server;

/// <summary>How this node finds other nodes, and when it considers one failed. Without any of them it is a single node.</summary>
public sealed record ClusterOptions : ClusterTimes
{
    private static readonly ListenAddress Usual = new("127.0.0.1", 4053);

    public OptionalAddress Listen { get; init; }

    public JoinAddresses Join { get; init; } = new("");

    public ManagementOptions Management { get; init; } = new();

    public BootstrapOptions Bootstrap { get; init; } = new();

    /// <summary>A single node: no other nodes are configured, so it does not listen.</summary>
    internal bool IsAlone => Listen.Address is null && Join.IsEmpty && Bootstrap.ContactPoints.IsEmpty;

    internal ListenAddress ListenAt => Listen.Address ?? Usual;

    internal IEnumerable<(string Key, TimeSpan Time)> Times =>
    [
        ("cluster.heartbeat-interval", HeartbeatInterval), ("cluster.acceptable-pause", AcceptablePause),
        ("cluster.gossip-interval", GossipInterval),
        ("cluster.stable-after", StableAfter), ("cluster.takeover-margin", TakeoverMargin), ("cluster.hand-over", HandOver),
    ];
}

/// <summary>Any number of HOST:PORT, separated by commas; the host may be a name.</summary>
public readonly record struct JoinAddresses(string Text) : IParsable<JoinAddresses>
{
    public bool IsEmpty => All.Count == 0;

    public IReadOnlyList<string> All => (Text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    public static JoinAddresses Parse(string s, IFormatProvider? provider) =>
        TryParse(s, provider, out var addresses) ? addresses
        : throw new FormatException($"'{s}' is neither a HOST:PORT nor a list of them.");

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
