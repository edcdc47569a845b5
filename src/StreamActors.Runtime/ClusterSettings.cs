namespace StreamActors.Runtime;

/// <summary>Failure detection and takeover times: <c>streamactors.cluster { … }</c>.</summary>
public record ClusterTimes
{
    public TimeSpan HeartbeatInterval { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How long a node may be silent before it counts as unreachable: longer than any pause of a healthy node.</summary>
    public TimeSpan AcceptablePause { get; init; } = TimeSpan.FromMilliseconds(1500);

    public TimeSpan GossipInterval { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>How long the membership must be stable before unreachable nodes are downed.</summary>
    public TimeSpan StableAfter { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// The minimum time from a node's removal to the reallocation of its shards, so that <see cref="AkkaRuntimeOptions.Handover"/> learns
    /// of it first.
    /// </summary>
    public TimeSpan TakeoverMargin { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>How long entities may take to dispose their effects when a shard moves or a node leaves.</summary>
    public TimeSpan HandOver { get; init; } = TimeSpan.FromSeconds(60);
}

/// <summary>How a node finds the others, and when it gives one up.</summary>
public sealed record ClusterSettings : ClusterTimes
{
    public ClusterSettings()
    {
    }

    public ClusterSettings(ClusterTimes times)
        : base(times)
    {
    }

    /// <summary>A cluster of this node only: it does not listen, and the addresses below are ignored.</summary>
    public bool IsAlone { get; init; }

    /// <summary>The address to listen on and to advertise. Without TLS only a loopback address is allowed.</summary>
    public string Host { get; init; } = "127.0.0.1";

    /// <summary>0 picks a free port.</summary>
    public int Port { get; init; }

    /// <summary>
    /// <c>host:port</c> of nodes to join. Empty: a new cluster, which others may join. With its own address among them, and leases, the
    /// node may form the cluster.
    /// </summary>
    public IReadOnlyList<string> SeedNodes { get; init; } = [];

    /// <summary>The alternative to <see cref="SeedNodes"/>, which then stay empty.</summary>
    public ContactPoints? Bootstrap { get; init; }

    public IReadOnlyList<string> Roles { get; init; } = [];
}
