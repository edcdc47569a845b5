using Microsoft.Extensions.Diagnostics.HealthChecks;
using StreamActors.Storage;

namespace StreamActors.Server;

/// <summary>Whether the last change could be stored: a full disk answers whoever reads, and refuses whoever writes.</summary>
internal sealed class WriteCheck(IDatabase database) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(database.WriteFailure is { } why
        ? HealthCheckResult.Unhealthy($"Nothing can be stored: {why}")
        : HealthCheckResult.Healthy("The last change was stored."));
}
