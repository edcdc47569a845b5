using StreamActors.Kernel;

namespace StreamActors.Storage;

/// <summary>
/// A node may send while it holds its lease or, when the database is away, while it sees a majority, since then no one can take over. A
/// node that has lost its lease, or slept past it without contacting the database since, may not.
/// </summary>
public sealed class LeaseFence(NodeLease lease, ICluster cluster) : IFence
{
    public bool MaySend => lease.Held || (lease.DatabaseIsAway && cluster.InContact);
}
