using StreamActors.Control;
using StreamActors.Domain.Access;
using StreamActors.Domain.Workloads;
using StreamActors.Kernel;
using StreamActors.Wire;

namespace StreamActors.Http;

/// <summary>/api/v1/workloads: the workloads of inputs and outputs, read-only. They are controlled through their owners.</summary>
internal sealed class WorkloadEndpoints(IEntities entities, Catalogue catalogue, States states) : IEndpoints
{
    private static readonly IReadOnlyDictionary<string, Func<Row, string>> Sorts =
        new Dictionary<string, Func<Row, string>>(StringComparer.Ordinal)
    {
        ["id"] = r => r.Id,
        ["owner"] = r => r.Order.Owner?.ToString() ?? "",
        ["phase"] = r => r.Phase,
    };

    private readonly record struct Row(string Id, WorkloadState Order, long Version, string Phase);

    public IEnumerable<Operation> Operations =>
    [
        new("GET", "workloads", Role.Viewer, "Workloads, paged, filtered and sorted.", List)
        {
            Query =
            [
                .. Paging.Parameters(Sorts.Keys),
                new("owner", "Only those of this owner: input/ID or output/ID.", "input/cam1"), new("kind", "ingest or egress.", "egress"),
                new("phase", "Only those in this phase now.", "parked"),
            ],
            Reply = WireJson.Plain.ListingWorkloadView,
        },
        new("GET", "workloads/{id}", Role.Viewer, "One workload.", Get) { Reply = WireJson.Plain.WorkloadView, Codes = ["not-found"] },
    ];

    private async Task<Outcome> List(Call call)
    {
        await catalogue.Ready.WaitAsync(call.Stop);
        var (owner, kind, phase) =
            (call.Query.Text("owner"), call.Query.OneOf("kind", "ingest", "egress"), call.Query.OneOf("phase", EnumNames<Phase>.All));
        var rows = catalogue.All(WorkloadId.Kind)
            .Where(e => e.Order is WorkloadState { Spec: { } spec } order && (owner is null || order.Owner?.ToString() == owner)
            && (kind is null || kind == Kind(spec)))
            .Select(e => new Row(e.Id.Id, (WorkloadState)e.Order, e.Version, states.PhaseOf(e.Id.Id)))
            .Where(r => phase is null || phase == r.Phase);
        return Paging.Page(call.Query, rows, Sorts, r => r.Id, r => View(r.Id, r.Order, r.Version, states.Read(r.Id)),
            WireJson.Plain.ListingWorkloadView);
    }

    private async Task<Outcome> Get(Call call)
    {
        var id = call.Route("id");
        if (!EntityId.IsWellFormed(id) || id.Split('~') is not [_, _, _, _])
            return Outcome.Refused(ConfigRefusals.NotFound("workload", id));
        var reading = await entities.Read(new EntityId(WorkloadId.Kind, id));
        if (reading.Failure is { } failure)
            return RefusalToProblem.Of(failure);
        return reading is { Order: WorkloadState { Sequence: > 0 } order, Live: WorkloadLive live }
            ? Outcome.Ok(View(id, order, reading.Version, states.View(id, order, live)), WireJson.Plain.WorkloadView)
            with { Version = reading.Version }
            : Outcome.Refused(ConfigRefusals.NotFound("workload", id));
    }

    private static WorkloadView View(string id, WorkloadState order, long version, StateView state) => new(
        id, order.Spec is { } spec ? Kind(spec) : null, order.Owner?.ToString(), WorkloadId.CellOf(id), order.Spec?.Relay, order.On,
        order.ProvenOnAir, version, state);

    private static string Kind(WorkloadSpec spec) => spec.IsIngest ? "ingest" : "egress";
}
