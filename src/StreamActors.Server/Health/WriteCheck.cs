using Microsoft.Extensions.Diagnostics.HealthChecks;
using StreamActors.Storage;

namespace StreamActors.Server;

/// <summary>Whether the last change was stored: with a full disk, reads succeed and writes fail.</summary>
internal sealed class WriteCheck(IDatabase database) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(database.WriteFailure is { } why
        ? HealthCheckResult.Unhealthy($"Nothing can be stored: {why}")
        : HealthCheckResult.Healthy("The last change was stored."));
}
