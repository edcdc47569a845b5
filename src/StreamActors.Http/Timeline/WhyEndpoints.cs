using StreamActors.Control;
using StreamActors.Domain.Access;
using StreamActors.Domain.Inputs;
using StreamActors.Domain.Outputs;
using StreamActors.Domain.Workloads;
using StreamActors.Kernel;
using StreamActors.Wire;

namespace StreamActors.Http;

/// <summary>The state of an input or output, its cause and its history. The workload's history is part of it.</summary>
internal sealed class WhyEndpoints(IEntities entities, OwnedHistory history, Catalogue catalogue, States states) : IEndpoints
{
    private const int Shown = 20;

    private sealed record Thing(EntityId Id, bool On, WorkloadId Workload, string? Input);

    public IEnumerable<Operation> Operations => [.. Of("inputs", InputId.Kind), .. Of("outputs", OutputId.Kind)];

    private IEnumerable<Operation> Of(string things, string kind) =>
    [
        new("GET", $"{things}/{{id}}/why", Role.Viewer, $"The state of the {kind}, its cause, and its recent history.",
            call => With(call, kind, Why)) { Reply = WireJson.Plain.WhyView, Codes = ["not-found"] },
        new("GET", $"{things}/{{id}}/stats", Role.Viewer, $"The state of the {kind} with its latest metrics.",
            call => With(call, kind, Stats)) { Reply = WireJson.Plain.StateView, Codes = ["not-found"] },
        new("GET", $"{things}/{{id}}/history", Role.Viewer, $"What happened to the {kind} and to its workload, newest first.",
            call => With(call, kind, History))
        {
            Query = [new("before", "Continue after the last page: its 'next'.", "4711@639000000000000000"),
                new("size", "Maximum number of entries: 1 to 500; 100 by default.", "100")],
            Reply = WireJson.Plain.PagesTimelineView,
            Codes = ["not-found"],
        },
    ];

    private async Task<Outcome> With(Call call, string kind, Func<Call, Thing, Task<Outcome>> answer)
    {
        var id = call.Route("id");
        if (!EntityId.IsWellFormed(id) || id.Contains('~', StringComparison.Ordinal))
            return Outcome.Refused(ConfigRefusals.NotFound(kind, id));
        await catalogue.Ready.WaitAsync(call.Stop);
        var entity = new EntityId(kind, id);
        var reading = await entities.Read(entity);
        if (reading.Failure is { } failure)
            return RefusalToProblem.Of(failure);
        var thing = reading.Order switch
        {
            InputState { Config: { } c } => new Thing(entity, c.On, WorkloadId.Ingest(id), null),
            OutputState { Config: { } c } => new Thing(entity, c.On, WorkloadId.Egress(c.Input, c.Slot, id), c.Input),
            _ => null,
        };
        return thing is null ? Outcome.Refused(ConfigRefusals.NotFound(kind, id)) : await answer(call, thing);
    }

    private async Task<Outcome> Why(Call call, Thing thing)
    {
        var state = await states.Ask(thing.Workload);
        var input = thing.Input is { } id ? await states.Ask(WorkloadId.Ingest(id)) : null;
        return Outcome.Ok(new WhyView(thing.Id.Kind, thing.Id.Id, thing.On, state, thing.Input, input,
            [.. (await Past(thing, null, Shown, call.Stop)).Select(TimelineEndpoints.View)]), WireJson.Plain.WhyView);
    }

    private async Task<Outcome> Stats(Call call, Thing thing) => Outcome.Ok(await states.Ask(thing.Workload), WireJson.Plain.StateView);

    private async Task<Outcome> History(Call call, Thing thing)
    {
        var (size, before) = (call.Query.Number("size", 100, 1, Paging.MaxSize), ChangeEndpoints.Position(call.Query));
        if (call.Query.Faults.Count > 0)
            return Outcome.Invalid(call.Query.Faults);
        return TimelineEndpoints.Page(await Past(thing, before, size, call.Stop), size);
    }

    private Task<IReadOnlyList<TimelineEntry>> Past(Thing thing, (long Position, DateTimeOffset At)? before, int size,
        CancellationToken stop) =>
        history.Of(thing.Id, new HistoryQuery(Before: before, Count: size), stop);
}
