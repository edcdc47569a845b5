namespace StreamActors.Runtime;

/// <summary>How soon nodes hear of each other, give each other up, and take over: of <c>streamactors.cluster { … }</c>.</summary>
public record ClusterTimes
{
    public TimeSpan HeartbeatInterval { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How long a node may be silent before it counts as unreachable: longer than any pause of a healthy one.</summary>
    public TimeSpan AcceptablePause { get; init; } = TimeSpan.FromMilliseconds(1500);

    public TimeSpan GossipInterval { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>How long the membership must have been quiet before unreachable nodes are downed.</summary>
    public TimeSpan StableAfter { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long after a removal its shards are given to others at the earliest: long enough that <see cref="AkkaRuntimeOptions.TakeOvers"/> has heard of it.</summary>
    public TimeSpan TakeoverMargin { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>How long entities may take to dispose their effects when a shard moves or a node leaves.</summary>
    public TimeSpan HandOver { get; init; } = TimeSpan.FromSeconds(60);
}

/// <summary>How a node finds the others, and how soon it gives one up.</summary>
public sealed record ClusterSettings : ClusterTimes
{
    public ClusterSettings()
    {
    }

    public ClusterSettings(ClusterTimes times)
        : base(times)
    {
    }

    /// <summary>A cluster of this node and no other: nothing is listened on, and none of the addresses below counts.</summary>
    public bool IsAlone { get; init; }

    /// <summary>The address to listen on and to be known by. Without TLS only one of this machine is taken.</summary>
    public string Host { get; init; } = "127.0.0.1";

    /// <summary>Zero takes a free one.</summary>
    public int Port { get; init; }

    /// <summary><c>host:port</c> of nodes to join. Empty: a cluster of one, which others may join. With its own address among them, and leases, it may be the one that begins.</summary>
    public IReadOnlyList<string> SeedNodes { get; init; } = [];

    /// <summary>The other way in, for which <see cref="SeedNodes"/> stay empty.</summary>
    public ContactPoints? Bootstrap { get; init; }

    public IReadOnlyList<string> Roles { get; init; } = [];
}
