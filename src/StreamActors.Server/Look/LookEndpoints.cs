using StreamActors.Api;
using StreamActors.Domain.Access;
using StreamActors.Kernel;
using StreamActors.Storage;

namespace StreamActors.Server;

/// <summary>What there is and where, for consoles. Read only.</summary>
internal static class LookEndpoints
{
    private const int Page = 200;

    public static void MapLook(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/v1/entities", Entities).WithMetadata(new Guard(Role.Viewer, "entities"));
        routes.MapGet("/api/v1/entities/{kind}/{id}/where", Where).WithMetadata(new Guard(Role.Viewer, "entities"));
        routes.MapGet("/api/v1/journal", Journal).WithMetadata(new Guard(Role.Viewer, "journal"));
    }

    private static async Task<IResult> Entities(string? kind, string? after, IDatabase database, CancellationToken stop)
    {
        if (kind is null || !EntityId.IsWellFormed(kind) || kind.Contains('~', StringComparison.Ordinal))
            return Fault("no-kind", "Say which kind: /api/v1/entities?kind=…");
        if (after is { Length: > 0 } && !EntityId.IsWellFormed(after))
            return Fault("no-id", $"'{after}' is no id.");
        var found = await new JournalIndex(database).Entities(kind, after ?? "", Page + 1, stop);
        return Results.Json(
            new EntitiesReply([.. found.Take(Page).Select(e => new EntityReply(e.Id.Kind, e.Id.Id, e.Version, e.Changed, e.Wanted))], found.Count > Page ? found[Page - 1].Id.Id : null),
            LookJson.Plain.EntitiesReply);
    }

    private static async Task<IResult> Where(string kind, string id, ICluster cluster)
    {
        if (!EntityId.IsWellFormed(kind) || kind.Contains('~', StringComparison.Ordinal) || !EntityId.IsWellFormed(id))
            return Fault("no-id", $"'{kind}/{id}' is no id.");
        return Results.Json(new WhereReply(kind, id, await cluster.Where(new EntityId(kind, id))), LookJson.Plain.WhereReply);
    }

    private static async Task<IResult> Journal(IDatabase database, CancellationToken stop)
    {
        var end = await new Cursors(database).JournalEnd(stop);
        var readers = await new JournalIndex(database).Readers(stop);
        return Results.Json(
            new JournalFigures(
                database.Dialect.Name, database.Description, Schema.Version, end, database.Commits,
                [.. readers.Select(r => new ReaderReply(r.Name, r.Position, Math.Max(0, end - r.Position)))]),
            LookJson.Plain.JournalFigures);
    }

    private static IResult Fault(string code, string message) => Results.Json(new FaultReply(code, message), LookJson.Plain.FaultReply, statusCode: 400);
}
