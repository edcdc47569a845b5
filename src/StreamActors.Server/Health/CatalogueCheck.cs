using Microsoft.Extensions.Diagnostics.HealthChecks;
using StreamActors.Control;

namespace StreamActors.Server;

/// <summary>Whether everything stored before the start has been read, so that lists are complete.</summary>
internal sealed class CatalogueCheck(Catalogue catalogue) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(catalogue.Ready.IsCompletedSuccessfully
        ? HealthCheckResult.Healthy($"The catalogue has read the journal up to {catalogue.Position}.")
        : HealthCheckResult.Unhealthy($"The catalogue is still reading the journal (position {catalogue.Position})."));
}
