using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace StreamActors.Server;

/// <summary>Not ready as soon as a stop was requested, so that load balancers stop sending requests first.</summary>
internal sealed class StoppingCheck(IHostApplicationLifetime life) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(life.ApplicationStopping.IsCancellationRequested ? HealthCheckResult.Unhealthy("The node is stopping.")
        : HealthCheckResult.Healthy("The node is serving requests."));
}
