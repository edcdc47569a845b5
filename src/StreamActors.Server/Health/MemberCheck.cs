using Microsoft.Extensions.Diagnostics.HealthChecks;
using StreamActors.Kernel;

namespace StreamActors.Server;

/// <summary>Whether this node is a member of its cluster, and up. Embedded, it is a cluster of one.</summary>
internal sealed class MemberCheck(ICluster cluster) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var status = cluster.Members.FirstOrDefault(m => m.Node == cluster.Self)?.Status;
        return Task.FromResult(status == "up"
            ? HealthCheckResult.Healthy($"{cluster.Self} is up, one of {cluster.Members.Count} nodes.")
            : HealthCheckResult.Unhealthy($"{cluster.Self} is {status ?? "not a member of the cluster yet"}."));
    }
}
