using StreamActors.Control;
using StreamActors.Domain.Access;
using StreamActors.Kernel;
using StreamActors.Wire;

namespace StreamActors.Http;

/// <summary>The entities of a kind in the journal, ordered by id.</summary>
public delegate Task<IReadOnlyList<EntityView>> StoredEntities(string kind, string after, int most, CancellationToken stop);

/// <summary>The state of the journal and the positions of its readers.</summary>
public delegate Task<JournalView> JournalStanding(CancellationToken stop);

/// <summary>/api/v1/entities and /journal: read-only diagnostics below inputs and outputs.</summary>
internal sealed class InspectionEndpoints(StoredEntities stored, JournalStanding standing, ICluster cluster) : IEndpoints
{
    private const int Page = 200;

    public IEnumerable<Operation> Operations =>
    [
        new("GET", "entities", Role.Viewer, "The entities of one kind in the journal, 200 per page.", List)
        {
            Query = [new("kind", "Which kind.", "input"), new("after", "Continue after the last page: its 'next'.", "cam1")],
            Reply = WireJson.Plain.EntitiesView,
        },
        new("GET", "entities/{kind}/{id}/where", Role.Viewer, "The node an entity is active on.",
            Where) { Reply = WireJson.Plain.WhereView },
        new("GET", "journal", Role.Viewer, "The position of the journal and of its readers.",
            Journal) { Reply = WireJson.Plain.JournalView },
    ];

    private async Task<Outcome> List(Call call)
    {
        var (kind, after) = (call.Query.Text("kind") ?? "", call.Query.Text("after") ?? "");
        List<FieldFault> faults = [.. KindFaults(kind), .. after.Length > 0 ? IdFaults("after", after) : []];
        if (faults.Count > 0)
            return Outcome.Invalid(faults);
        if (!call.Principal.MaySee(kind))
            return call.Principal.NotSeen(kind);
        var found = await stored(kind, after, Page + 1, call.Stop);
        return Outcome.Ok(new EntitiesView([.. found.Take(Page)], found.Count > Page ? found[Page - 1].Id : null),
            WireJson.Plain.EntitiesView);
    }

    private async Task<Outcome> Where(Call call)
    {
        var (kind, id) = (call.Route("kind"), call.Route("id"));
        List<FieldFault> faults = [.. KindFaults(kind), .. IdFaults("id", id)];
        if (faults.Count > 0)
            return Outcome.Invalid(faults);
        if (!call.Principal.MaySee(kind))
            return call.Principal.NotSeen(kind);
        try
        {
            return Outcome.Ok(new WhereView(kind, id, await cluster.Where(new EntityId(kind, id))), WireJson.Plain.WhereView);
        }
        catch (TimeoutException timeout)
        {
            return Outcome.Refused("unavailable", $"{timeout.Message} Try again in a moment.");
        }
    }

    private async Task<Outcome> Journal(Call call) => Outcome.Ok(await standing(call.Stop), WireJson.Plain.JournalView);

    private static IEnumerable<FieldFault> KindFaults(string kind) =>
        EntityId.IsWellFormed(kind) && !kind.Contains('~', StringComparison.Ordinal)
        ? []
        : [new FieldFault("kind", ConfigRefusals.Short(kind), "a kind of entity, such as input, output, workload or key")];

    private static IEnumerable<FieldFault> IdFaults(string field, string id) =>
        EntityId.IsWellFormed(id) ? [] : [new FieldFault(field, ConfigRefusals.Short(id), "an id: lower-case letters, digits, - and ~")];
}
