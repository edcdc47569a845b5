using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace StreamActors.Server;

/// <summary>Not ready from the moment a stop was asked for: whoever balances load looks elsewhere before the doors close.</summary>
internal sealed class StoppingCheck(IHostApplicationLifetime life) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(life.ApplicationStopping.IsCancellationRequested ? HealthCheckResult.Unhealthy("The node is stopping.") : HealthCheckResult.Healthy("The node is serving requests."));
}
