using StreamActors.Kernel;

namespace StreamActors.Storage;

/// <summary>
/// May send: who holds its lease; and, when the database is away, who is in contact with a majority, since then nobody
/// can take over. Whoever has lost its lease may not, whatever it believes of the others; nor may one that has slept past
/// its lease, until it has spoken to the database or found it away.
/// </summary>
public sealed class LeaseFence(NodeLease lease, ICluster cluster) : IFence
{
    public bool MaySend => lease.Held || (lease.DatabaseIsAway && cluster.InContact);
}
