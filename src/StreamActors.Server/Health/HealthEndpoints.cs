using Microsoft.Extensions.Diagnostics.HealthChecks;
using StreamActors.Domain.Access;
using StreamActors.Http;

namespace StreamActors.Server;

/// <summary>/health/live: the process answers. /health/ready: it can do its work. /api/health: full details.</summary>
internal static class HealthEndpoints
{
    private const string Scope = "health";
    private static readonly string[] Looks = ["GET", "HEAD"]; // load balancers use HEAD
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static void AddHealth(this IServiceCollection services) => services.AddHealthChecks()
        .AddCheck<StoppingCheck>("node", timeout: Patience)
        .AddCheck<CatalogueCheck>("catalogue", timeout: Patience)
        .AddCheck<MemberCheck>("member", timeout: Patience)
        .AddCheck<DatabaseCheck>("database", timeout: Patience)
        .AddCheck<WriteCheck>("writes", timeout: Patience);

    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/health/live", Looks, Live).WithMetadata(new Guard(null, Scope));
        routes.MapMethods("/health/ready", Looks, static (HttpContext http, HealthCheckService checks, CancellationToken stop) => Ready(checks, Guarding.May(http, Role.Viewer, Scope), stop))
            .WithMetadata(new Guard(null, Scope));
        routes.MapGet("/api/health", static async (HealthCheckService checks, House house, TimeProvider time, CancellationToken stop) =>
        {
            var report = await checks.CheckHealthAsync(stop);
            var healthy = report.Status == HealthStatus.Healthy;
            return Results.Json(await house.Health(healthy ? "healthy" : "unhealthy", Said(report), time.GetUtcNow(), stop), HealthJson.Plain.HealthReply, statusCode: healthy ? 200 : 503);
        }).WithMetadata(new Guard(Role.Viewer, Scope));
    }

    public static IResult Live(House house)
    {
        var live = !house.Ended.IsCompleted;
        return Results.Json(new StateReply(live ? "live" : "ended", []), HealthJson.Plain.StateReply, statusCode: live ? 200 : 503);
    }

    /// <param name="inWords">Whether the caller may see details. Anonymous callers only see the checks and their status.</param>
    public static async Task<IResult> Ready(HealthCheckService checks, bool inWords, CancellationToken stop)
    {
        var report = await checks.CheckHealthAsync(stop);
        var ready = report.Status == HealthStatus.Healthy;
        return Results.Json(new StateReply(ready ? "ready" : "not-ready", Said(report, inWords)), HealthJson.Plain.StateReply, statusCode: ready ? 200 : 503);
    }

    private static List<CheckReply> Said(HealthReport report, bool inWords = true) =>
        [.. report.Entries.Select(e => new CheckReply(e.Key, e.Value.Status == HealthStatus.Healthy ? "ok" : "failed",
            inWords ? e.Value.Description : null, Math.Round(e.Value.Duration.TotalMilliseconds, 3)))];
}
