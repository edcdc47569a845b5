using StreamActors.Domain.Access;
using StreamActors.Domain.Outputs;
using StreamActors.Domain.Workloads;
using StreamActors.Kernel;
using StreamActors.Wire;

namespace StreamActors.Api;

/// <summary>/api/v1/outputs</summary>
internal sealed class OutputEndpoints(OutputDesk desk, IEntities entities, Catalogue catalogue, Boards boards, States states, WorkloadLog log, Nudges nudges) : IEndpoints
{
    private static readonly IReadOnlyDictionary<string, Func<OutputRow, string>> Sorts = new Dictionary<string, Func<OutputRow, string>>(StringComparer.Ordinal)
    {
        ["id"] = static r => r.Id,
        ["name"] = static r => r.Config.Name,
        ["input"] = static r => r.Config.Input,
        ["phase"] = static r => r.Phase,
        ["url"] = static r => r.Config.Address.Shown(),
    };

    private readonly Shelf<OutputRow> _shelf = new(catalogue, boards.Phases, OutputId.Kind, Sorts, e => OutputRow.Of(e, states), w => WorkloadId.OwnerOf(w, isIngest: false));

    public IEnumerable<Operation> Operations =>
    [
        new("GET", "outputs", Role.Viewer, "Outputs, by pages, filtered and sorted.", List) { Query = [.. Paging.Parameters(Sorts.Keys), .. Filter.Parameters, new("input", "Only those of this input.", "cam1")], Reply = WireJson.Plain.ListingOutputView },
        new("POST", "outputs", Role.Editor, "Creates an output.", Create) { Body = WireJson.Plain.OutputDraft, Reply = WireJson.Plain.OutputView, Status = 201, Codes = ["exists", "quota", "taken", "loop", "output-limit"] },
        new("GET", "outputs/{id}", Role.Viewer, "One output: its configuration, order and state.", Get) { Reply = WireJson.Plain.OutputView, Codes = ["not-found"] },
        new("PATCH", "outputs/{id}", Role.Editor, "Edits an output. Fields that are not sent stay as they are.", Edit) { Body = WireJson.Plain.OutputDraft, IsPatch = true, Reply = WireJson.Plain.OutputView, HonoursIfMatch = true, Codes = ["not-found", "taken", "loop"] },
        new("DELETE", "outputs/{id}", Role.Editor, "Removes an output.", Remove) { Status = 204, HonoursIfMatch = true, Codes = ["not-found"] },
        new("POST", "outputs/{id}/start", Role.Operator, "Orders it on.", c => Switch(c, on: true)) { Reply = WireJson.Plain.OutputView, HonoursIfMatch = true, Codes = ["not-found"] },
        new("POST", "outputs/{id}/stop", Role.Operator, "Orders it off.", c => Switch(c, on: false)) { Reply = WireJson.Plain.OutputView, HonoursIfMatch = true, Codes = ["not-found"] },
        new("POST", "outputs/{id}/restart", Role.Operator, "Restarts it, whatever it is doing.", c => Nudge(c, new Restart())) { Reply = WireJson.Plain.OutputView, Codes = ["not-found", "off"] },
        new("POST", "outputs/{id}/retry", Role.Operator, "Tries again now: ends parking, or a long delay.", c => Nudge(c, new Retry())) { Reply = WireJson.Plain.OutputView, Codes = ["not-found"] },
        new("GET", "outputs/{id}/logs", Role.Viewer, "The last lines its FFmpeg wrote, newest last. The node where it works has them.", Log) { Query = WorkloadLog.Parameters, Reply = WireJson.Plain.LogView, Codes = ["not-found", "elsewhere"] },
        new("POST", "outputs/start", Role.Operator, "Orders on all that match the filter.", c => SwitchMany(c, on: true)) { Query = [.. Many.Parameters, new("input", "Only those of this input.", "cam1")], Reply = WireJson.Plain.ManyView },
        new("POST", "outputs/stop", Role.Operator, "Orders off all that match the filter.", c => SwitchMany(c, on: false)) { Query = [.. Many.Parameters, new("input", "Only those of this input.", "cam1")], Reply = WireJson.Plain.ManyView },
    ];

    private async Task<Outcome> List(Call call)
    {
        await catalogue.Ready.WaitAsync(call.Stop);
        var (filter, input) = (Filter.Of(call.Query), call.Query.Text("input"));
        return Paging.Page(call.Query, _shelf, r => Admits(filter, input, r), r => OutputShown.View(r.Id, r.Config, r.Version, states.Look(r.Workload)), WireJson.Plain.ListingOutputView);
    }

    private bool Admits(Filter filter, string? input, OutputRow row) =>
        (input is null || row.Config.Input == input) && filter.Admits(row.Id, row.Config.Name, row.Config.On, row.Config.Address.Shown(), row.Labels) && filter.Admits(row.Phase);

    private async Task<Outcome> SwitchMany(Call call, bool on)
    {
        await catalogue.Ready.WaitAsync(call.Stop);
        var (filter, input) = (Filter.Of(call.Query), call.Query.Text("input"));
        return Many.Which(call, filter, input) ?? await Many.Order(call, [.. _shelf.By("id").Where(r => Admits(filter, input, r)).Select(r => new OutputId(r.Id).EntityId)], new SwitchOutput(on), entities, catalogue);
    }

    private async Task<Outcome> Log(Call call) =>
        OutputId.IsWellFormed(call.Route("id")) && (await entities.Read(new OutputId(call.Route("id")).EntityId)).Order is OutputState { Config: not null } order
            ? await log.Tail(Workload(call.Route("id"), order).EntityId, call)
            : NotFound(call.Route("id"));

    private async Task<Outcome> Create(Call call)
    {
        var (id, reply) = await desk.Create(call.Body<OutputDraft>(), call.Errand);
        if (reply is not Done done)
            return RefusalToProblem.Of(reply);
        await catalogue.Learn(id, done, call.Principal.Who);
        // The first reply, also to a repeated request: as it was created, whatever became of it since.
        var config = done.Events.OfType<OutputCreated>().Single().Config;
        var view = OutputShown.View(id.Id, config, done.Version, states.Look(WorkloadId.Egress(config.Input, config.Slot, id.Id)));
        return Outcome.Ok(view, WireJson.Plain.OutputView) with { Status = 201, Version = done.Version, Location = $"/api/v1/outputs/{id.Id}" };
    }

    private Task<Outcome> Get(Call call) => Shown(call.Route("id"));

    private async Task<Outcome> Edit(Call call)
    {
        if (!OutputId.IsWellFormed(call.Route("id")))
            return NotFound(call.Route("id"));
        var (id, reply) = await desk.Edit(call.Route("id"), call.Patch, call.Expected, call.Errand);
        return await After(id, reply, call);
    }

    private async Task<Outcome> Remove(Call call)
    {
        if (!OutputId.IsWellFormed(call.Route("id")))
            return NotFound(call.Route("id"));
        var id = new OutputId(call.Route("id")).EntityId;
        if (call.Expected is not null && (await entities.Read(id)).Order is OutputState { Config: null })
            return NotFound(id.Id);
        var reply = await entities.Ask(id, new RemoveOutput { Origin = call.Origin }, call.Command, call.Expected);
        if (reply is not Done done)
            return RefusalToProblem.Of(reply);
        if (done.Events.Count == 0)
            return NotFound(id.Id);
        await catalogue.Learn(id, done, call.Principal.Who);
        return Outcome.NoContent with { Version = done.Version };
    }

    private async Task<Outcome> Switch(Call call, bool on)
    {
        if (!OutputId.IsWellFormed(call.Route("id")))
            return NotFound(call.Route("id"));
        var id = new OutputId(call.Route("id")).EntityId;
        return await After(id, await entities.Ask(id, new SwitchOutput(on) { Origin = call.Origin }, call.Command, call.Expected), call);
    }

    private async Task<Outcome> Nudge(Call call, Command command)
    {
        var id = call.Route("id");
        if (!OutputId.IsWellFormed(id))
            return NotFound(id);
        var reading = await entities.Read(new OutputId(id).EntityId);
        if (reading.Failure is { } failure)
            return RefusalToProblem.Of(failure);
        if (reading.Order is not OutputState { Config: not null } order)
            return NotFound(id);
        var reply = await nudges.Tell(Workload(id, order), command, call);
        return reply is Done ? await Shown(id) : RefusalToProblem.Of(reply);
    }

    private async Task<Outcome> After(EntityId id, Reply reply, Call call)
    {
        if (reply is not Done done)
            return RefusalToProblem.Of(reply);
        await catalogue.Learn(id, done, call.Principal.Who);
        return catalogue.Find(id) is { Order: OutputState { Config: not null } order } entry ? Shown(id.Id, order, entry.Version, states.Look(Workload(id.Id, order))) : NotFound(id.Id);
    }

    private async Task<Outcome> Shown(string id)
    {
        if (!OutputId.IsWellFormed(id))
            return NotFound(id);
        var reading = await entities.Read(new OutputId(id).EntityId);
        if (reading.Failure is { } failure)
            return RefusalToProblem.Of(failure);
        if (reading.Order is not OutputState { Config: not null } order)
            return NotFound(id);
        return Shown(id, order, reading.Version, await states.Ask(Workload(id, order)));
    }

    private static Outcome Shown(string id, OutputState order, long version, StateView state) =>
        Outcome.Ok(OutputShown.View(id, order.Config!, version, state), WireJson.Plain.OutputView) with { Version = version };

    private static WorkloadId Workload(string id, OutputState order) => WorkloadId.Egress(order.Config!.Input, order.Config.Slot, id);

    private static Outcome NotFound(string id) => Outcome.Refused(Faulty.NotFound("output", id));
}
