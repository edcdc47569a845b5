using Akka.Actor;
using Microsoft.Extensions.Logging;
using AkkaCluster = Akka.Cluster.Cluster;

namespace StreamActors.Runtime;

/// <summary>
/// Forms a cluster of nodes with the same seed list. Akka lets only the first seed form it, which may be down; here the node that gets a
/// lease does, and only if none of the others responds.
/// </summary>
internal sealed class FirstNodeElection(AkkaCluster cluster, AkkaRuntimeOptions options, ILogger log)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(12); // Akka asks the others for five seconds
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(100);

    public static bool IsOpen(AkkaRuntimeOptions options) =>
        options.Leases is not null
        && options.Cluster.SeedNodes.Contains($"{options.Cluster.Host}:{options.Cluster.Port}", StringComparer.Ordinal);

    private bool IsOver => cluster.IsTerminated || cluster.SelfMember.Status is Akka.Cluster.MemberStatus.Up;

    public async Task Join()
    {
        var others = options.Cluster.SeedNodes.Select(s => Address.Parse($"akka.tcp://{options.System}@{s}"))
            .Where(a => a != cluster.SelfAddress).ToList();
        while (!IsOver)
        {
            var begins = await MayBegin();
            _ = cluster.JoinSeedNodesAsync(begins ? [cluster.SelfAddress, .. others] : others); // its own timeout is too short for this
            for (var waited = TimeSpan.Zero; waited < Timeout && !IsOver; waited += PollInterval)
                await Task.Delay(PollInterval);
        }
    }

    private async Task<bool> MayBegin()
    {
        try
        {
            return await options.Leases!.Take("cluster-begins", options.Node, 2 * Timeout, CancellationToken.None);
        }
        catch (Exception e)
        {
            log.NotAskedWhoBegins(e);
            return false;
        }
    }
}
