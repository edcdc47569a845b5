using Microsoft.Extensions.Diagnostics.HealthChecks;
using StreamActors.Domain.Access;
using StreamActors.Http;
using StreamActors.Storage;

namespace StreamActors.Server;

/// <summary>/health/live: the process answers. /health/ready: it can do its work. /api/health: full details.</summary>
internal static class HealthEndpoints
{
    private const string Scope = "health";
    private static readonly string[] GetAndHead = ["GET", "HEAD"]; // load balancers use HEAD
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    public static void AddHealth(this IServiceCollection services) => services.AddHealthChecks()
        .AddCheck<StoppingCheck>("node", timeout: Timeout)
        .AddCheck<CatalogueCheck>("catalogue", timeout: Timeout)
        .AddCheck<MemberCheck>("member", timeout: Timeout)
        .AddCheck<DatabaseCheck>("database", timeout: Timeout)
        .AddCheck<WriteCheck>("writes", timeout: Timeout);

    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/health/live", GetAndHead, Live).WithMetadata(new Guard(null, Scope));
        routes.MapMethods("/health/ready", GetAndHead, static (HttpContext http, HealthCheckService checks, CancellationToken stop) =>
            Ready(checks, EndpointGuards.May(http, Role.Viewer, Scope), stop))
            .WithMetadata(new Guard(null, Scope));
        routes.MapGet("/api/health", static async (
            HealthCheckService checks, Node node, StreamActorsOptions options, TimeProvider time, CancellationToken stop) =>
        {
            var report = await checks.CheckHealthAsync(stop);
            var healthy = report.Status == HealthStatus.Healthy;
            var reply = await Health(node, options, healthy, CheckReplies(report), time.GetUtcNow(), stop);
            return Results.Json(reply, HealthJson.Plain.HealthReply, statusCode: healthy ? 200 : 503);
        }).WithMetadata(new Guard(Role.Viewer, Scope));
    }

    public static IResult Live(Node node)
    {
        var live = !node.Ended.IsCompleted;
        return Results.Json(new StateReply(live ? "live" : "ended", []), HealthJson.Plain.StateReply, statusCode: live ? 200 : 503);
    }

    /// <param name="inWords">Whether the caller may see details. Anonymous callers only see the checks and their status.</param>
    public static async Task<IResult> Ready(HealthCheckService checks, bool inWords, CancellationToken stop)
    {
        var report = await checks.CheckHealthAsync(stop);
        var ready = report.Status == HealthStatus.Healthy;
        return Results.Json(new StateReply(ready ? "ready" : "not-ready", CheckReplies(report, inWords)), HealthJson.Plain.StateReply,
            statusCode: ready ? 200 : 503);
    }

    private static async Task<HealthReply> Health(
        Node node, StreamActorsOptions options, bool healthy, IReadOnlyList<CheckReply> checks, DateTimeOffset now,
        CancellationToken stop) =>
        new(
            healthy ? "healthy" : "unhealthy", ProgramVersion.Text, options.Node, options.Cluster.IsAlone ? "single-node" : "cluster",
            new DatabaseReply(node.Database.Dialect.Name, node.Database.Description, node.Database.Commits),
            new JournalReply(Schema.Version, healthy ? await new Cursors(node.Database).JournalEnd(stop) : null),
            [.. node.Cluster.Members.Select(m => new MemberReply(m.Node, m.Address, m.Status, m.Since))],
            node.Started, Math.Round((now - node.Started).TotalSeconds, 3), checks);

    private static List<CheckReply> CheckReplies(HealthReport report, bool inWords = true) =>
        [.. report.Entries.Select(e => new CheckReply(e.Key, e.Value.Status == HealthStatus.Healthy ? "ok" : "failed",
            inWords ? e.Value.Description : null, Math.Round(e.Value.Duration.TotalMilliseconds, 3)))];
}
