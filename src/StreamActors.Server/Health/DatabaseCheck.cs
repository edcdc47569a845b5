using Microsoft.Extensions.Diagnostics.HealthChecks;
using StreamActors.Storage;

namespace StreamActors.Server;

/// <summary>Whether the journal's database answers.</summary>
internal sealed class DatabaseCheck(IDatabase database) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            var position = await new Cursors(database).JournalEnd(cancellationToken).WaitAsync(cancellationToken);
            return HealthCheckResult.Healthy($"{database.Description} answers; its journal is at {position}.");
        }
        catch (DatabaseUnavailableException failure)
        {
            return HealthCheckResult.Unhealthy(failure.Message);
        }
        catch (OperationCanceledException)
        {
            return HealthCheckResult.Unhealthy($"{database.Description} does not answer in time.");
        }
    }
}
