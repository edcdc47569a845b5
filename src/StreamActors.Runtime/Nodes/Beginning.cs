using Akka.Actor;
using Microsoft.Extensions.Logging;
using AkkaCluster = Akka.Cluster.Cluster;

namespace StreamActors.Runtime;

/// <summary>
/// Nodes that all know the same addresses, their own among them, and of which none is sure to be there first. Akka lets
/// only the first of a list begin a cluster; here it is whoever gets a lease, and then only when none of the others answers.
/// </summary>
internal sealed class Beginning(AkkaCluster cluster, AkkaRuntimeOptions options, ILogger log)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(12); // Akka asks the others for five of them
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(100);

    public static bool IsOpen(AkkaRuntimeOptions options) =>
        options.Leases is not null && options.Cluster.SeedNodes.Contains($"{options.Cluster.Host}:{options.Cluster.Port}", StringComparer.Ordinal);

    private bool IsOver => cluster.IsTerminated || cluster.SelfMember.Status is Akka.Cluster.MemberStatus.Up;

    public async Task Join()
    {
        var others = options.Cluster.SeedNodes.Select(s => Address.Parse($"akka.tcp://{options.System}@{s}")).Where(a => a != cluster.SelfAddress).ToList();
        while (!IsOver)
        {
            var begins = await MayBegin();
            _ = cluster.JoinSeedNodesAsync(begins ? [cluster.SelfAddress, .. others] : others); // its own patience is shorter than a beginning takes
            for (var waited = TimeSpan.Zero; waited < Patience && !IsOver; waited += LookEvery)
                await Task.Delay(LookEvery);
        }
    }

    private async Task<bool> MayBegin()
    {
        try
        {
            return await options.Leases!.Take("cluster-begins", options.Node, 2 * Patience, CancellationToken.None);
        }
        catch (Exception e)
        {
            log.NotAskedWhoBegins(e);
            return false;
        }
    }
}
