using Microsoft.Extensions.Diagnostics.HealthChecks;
using StreamActors.Api;
using StreamActors.Domain.Access;

namespace StreamActors.Server;

/// <summary>/health/live: the process answers. /health/ready: it can do its work. /api/health: everything, for people and dashboards.</summary>
internal static class HealthEndpoints
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static void AddHealth(this IServiceCollection services) => services.AddHealthChecks()
        .AddCheck<StoppingCheck>("node", timeout: Patience)
        .AddCheck<CatalogueCheck>("catalogue", timeout: Patience)
        .AddCheck<MemberCheck>("member", timeout: Patience)
        .AddCheck<DatabaseCheck>("database", timeout: Patience)
        .AddCheck<WriteCheck>("writes", timeout: Patience);

    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/health/live", Live).WithMetadata(new Guard(null, "health"));
        routes.MapGet("/health/ready", Ready).WithMetadata(new Guard(null, "health"));
        routes.MapGet("/api/health", static async (HealthCheckService checks, House house, TimeProvider time, CancellationToken stop) =>
        {
            var report = await checks.CheckHealthAsync(stop);
            var healthy = report.Status == HealthStatus.Healthy;
            return Results.Json(await house.Health(healthy ? "healthy" : "unhealthy", Said(report), time.GetUtcNow(), stop), HealthJson.Plain.HealthReply, statusCode: healthy ? 200 : 503);
        }).WithMetadata(new Guard(Role.Viewer, "health"));
    }

    public static IResult Live(House house)
    {
        var live = !house.Ended.IsCompleted;
        return Results.Json(new StateReply(live ? "live" : "ended", []), HealthJson.Plain.StateReply, statusCode: live ? 200 : 503);
    }

    public static async Task<IResult> Ready(HealthCheckService checks, CancellationToken stop)
    {
        var report = await checks.CheckHealthAsync(stop);
        var ready = report.Status == HealthStatus.Healthy;
        return Results.Json(new StateReply(ready ? "ready" : "not-ready", Said(report, onlyFaults: true)), HealthJson.Plain.StateReply, statusCode: ready ? 200 : 503);
    }

    /// <param name="onlyFaults">For strangers: where the database lies, and how far it has come, is nothing to them while all is well.</param>
    private static List<CheckReply> Said(HealthReport report, bool onlyFaults = false) =>
        [.. report.Entries.Select(e => new CheckReply(e.Key, e.Value.Status == HealthStatus.Healthy ? "ok" : "failed",
            onlyFaults && e.Value.Status == HealthStatus.Healthy ? null : e.Value.Description, Math.Round(e.Value.Duration.TotalMilliseconds, 3)))];
}
