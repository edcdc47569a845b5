using StreamActors.Domain.Access;
using StreamActors.Domain.Inputs;
using StreamActors.Domain.Workloads;
using StreamActors.Kernel;
using StreamActors.Wire;

namespace StreamActors.Api;

/// <summary>/api/v1/inputs</summary>
internal sealed class InputEndpoints(InputDesk desk, IEntities entities, Catalogue catalogue, Boards boards, States states, WorkloadLog log, Nudges nudges) : IEndpoints
{
    private static readonly IReadOnlyDictionary<string, Func<InputRow, string>> Sorts = new Dictionary<string, Func<InputRow, string>>(StringComparer.Ordinal)
    {
        ["id"] = static r => r.Id,
        ["name"] = static r => r.Config.Name,
        ["phase"] = static r => r.Phase,
        ["url"] = static r => r.Config.Address.Shown(),
    };

    private readonly Shelf<InputRow> _shelf = new(catalogue, boards.Phases, InputId.Kind, Sorts, e => InputRow.Of(e, states), w => WorkloadId.OwnerOf(w, isIngest: true));

    public IEnumerable<Operation> Operations =>
    [
        new("GET", "inputs", Role.Viewer, "Inputs, by pages, filtered and sorted.", List) { Query = [.. Paging.Parameters(Sorts.Keys), .. Filter.Parameters], Reply = WireJson.Plain.ListingInputView },
        new("POST", "inputs", Role.Editor, "Creates an input.", Create) { Body = WireJson.Plain.InputDraft, Reply = WireJson.Plain.InputView, Status = 201, Codes = ["exists", "quota", "taken", "loop"] },
        new("GET", "inputs/{id}", Role.Viewer, "One input: its configuration, order and state.", Get) { Reply = WireJson.Plain.InputView, Codes = ["not-found"] },
        new("PATCH", "inputs/{id}", Role.Editor, "Edits an input. Fields that are not sent stay as they are.", Edit) { Body = WireJson.Plain.InputDraft, IsPatch = true, Reply = WireJson.Plain.InputView, HonoursIfMatch = true, Codes = ["not-found", "taken", "loop", "in-use"] },
        new("DELETE", "inputs/{id}", Role.Editor, "Removes an input that feeds no output.", Remove) { Status = 204, HonoursIfMatch = true, Codes = ["not-found", "in-use"] },
        new("POST", "inputs/{id}/start", Role.Operator, "Orders it on.", c => Switch(c, on: true)) { Reply = WireJson.Plain.InputView, HonoursIfMatch = true, Codes = ["not-found"] },
        new("POST", "inputs/{id}/stop", Role.Operator, "Orders it off.", c => Switch(c, on: false)) { Reply = WireJson.Plain.InputView, HonoursIfMatch = true, Codes = ["not-found"] },
        new("POST", "inputs/{id}/restart", Role.Operator, "Restarts it, whatever it is doing.", c => Nudge(c, new Restart())) { Reply = WireJson.Plain.InputView, Codes = ["not-found", "off"] },
        new("POST", "inputs/{id}/retry", Role.Operator, "Tries again now: ends parking, or a long delay.", c => Nudge(c, new Retry())) { Reply = WireJson.Plain.InputView, Codes = ["not-found"] },
        new("GET", "inputs/{id}/logs", Role.Viewer, "The last lines its FFmpeg wrote, newest last. The node where it works has them.", Log) { Query = WorkloadLog.Parameters, Reply = WireJson.Plain.LogView, Codes = ["not-found", "elsewhere"] },
        new("POST", "inputs/start", Role.Operator, "Orders on all that match the filter.", c => SwitchMany(c, on: true)) { Query = [.. Many.Parameters], Reply = WireJson.Plain.ManyView },
        new("POST", "inputs/stop", Role.Operator, "Orders off all that match the filter.", c => SwitchMany(c, on: false)) { Query = [.. Many.Parameters], Reply = WireJson.Plain.ManyView },
    ];

    private async Task<Outcome> List(Call call)
    {
        await catalogue.Ready.WaitAsync(call.Stop);
        var filter = Filter.Of(call.Query);
        return Paging.Page(call.Query, _shelf, r => Admits(filter, r), r => View(r.Id, r.Order, states.Look(r.Workload)), WireJson.Plain.ListingInputView);
    }

    private bool Admits(Filter filter, InputRow row) => filter.Admits(row.Id, row.Config.Name, row.Config.On, row.Config.Address.Shown(), row.Labels) && filter.Admits(row.Phase);

    private async Task<Outcome> SwitchMany(Call call, bool on)
    {
        await catalogue.Ready.WaitAsync(call.Stop);
        var filter = Filter.Of(call.Query);
        return Many.Which(call, filter) ?? await Many.Order(call, [.. _shelf.By("id").Where(r => Admits(filter, r)).Select(r => new InputId(r.Id).EntityId)], new SwitchInput(on), entities, catalogue);
    }

    private async Task<Outcome> Log(Call call) => await Shown(call.Route("id")) is { Status: not 200 } refused ? refused : await log.Tail(WorkloadId.Ingest(call.Route("id")).EntityId, call);

    private async Task<Outcome> Create(Call call)
    {
        var (id, reply) = await desk.Create(call.Body<InputDraft>(), call.Errand);
        if (reply is not Done done)
            return RefusalToProblem.Of(reply);
        await catalogue.Learn(id, done, call.Principal.Who);
        // The first reply, also to a repeated request: as it was created, whatever became of it since.
        var config = done.Events.OfType<InputCreated>().Single().Config;
        var view = InputShown.View(id.Id, config, [], done.Version, states.Look(WorkloadId.Ingest(id.Id)));
        return Outcome.Ok(view, WireJson.Plain.InputView) with { Status = 201, Version = done.Version, Location = $"/api/v1/inputs/{id.Id}" };
    }

    private Task<Outcome> Get(Call call) => Shown(call.Route("id"));

    private async Task<Outcome> Edit(Call call)
    {
        if (!InputId.IsWellFormed(call.Route("id")))
            return NotFound(call.Route("id"));
        var (id, reply) = await desk.Edit(call.Route("id"), call.Patch, call.Expected, call.Errand);
        return await After(id, reply, call);
    }

    private async Task<Outcome> Remove(Call call)
    {
        if (!InputId.IsWellFormed(call.Route("id")))
            return NotFound(call.Route("id"));
        var id = new InputId(call.Route("id")).EntityId;
        if (call.Expected is not null && (await entities.Read(id)).Order is InputState { Config: null })
            return NotFound(id.Id);
        var reply = await Revision.Ask(entities, id, new RemoveInput { Origin = call.Origin }, call.Command, call.Expected);
        if (reply is not Done done)
            return RefusalToProblem.Of(reply);
        if (done.Events.Count == 0)
            return NotFound(id.Id);
        await catalogue.Learn(id, done, call.Principal.Who);
        return Outcome.NoContent with { Version = done.Version };
    }

    private async Task<Outcome> Switch(Call call, bool on)
    {
        if (!InputId.IsWellFormed(call.Route("id")))
            return NotFound(call.Route("id"));
        var id = new InputId(call.Route("id")).EntityId;
        return await After(id, await Revision.Ask(entities, id, new SwitchInput(on) { Origin = call.Origin }, call.Command, call.Expected), call);
    }

    private async Task<Outcome> Nudge(Call call, Command command)
    {
        var id = call.Route("id");
        if (!InputId.IsWellFormed(id))
            return NotFound(id);
        var reading = await entities.Read(new InputId(id).EntityId);
        if (reading.Failure is { } failure)
            return RefusalToProblem.Of(failure);
        if (reading.Order is not InputState { Config: not null })
            return NotFound(id);
        var reply = await nudges.Tell(WorkloadId.Ingest(id), command, call);
        return reply is Done ? await Shown(id) : RefusalToProblem.Of(reply);
    }

    private async Task<Outcome> After(EntityId id, Reply reply, Call call)
    {
        if (reply is not Done done)
            return RefusalToProblem.Of(reply);
        await catalogue.Learn(id, done, call.Principal.Who);
        return catalogue.Find(id)?.Order is InputState { Config: not null } order ? Shown(id.Id, order, states.Look(WorkloadId.Ingest(id.Id))) : NotFound(id.Id);
    }

    private async Task<Outcome> Shown(string id)
    {
        if (!InputId.IsWellFormed(id))
            return NotFound(id);
        var reading = await entities.Read(new InputId(id).EntityId);
        if (reading.Failure is { } failure)
            return RefusalToProblem.Of(failure);
        if (reading.Order is not InputState { Config: not null } order)
            return NotFound(id);
        return Shown(id, order, await states.Ask(WorkloadId.Ingest(id)));
    }

    private static Outcome Shown(string id, InputState order, StateView state) => Outcome.Ok(View(id, order, state), WireJson.Plain.InputView) with { Version = order.Revision };

    private static InputView View(string id, InputState order, StateView state) => InputShown.View(id, order.Config!, order.Outputs.Keys, order.Revision, state);

    private static Outcome NotFound(string id) => Outcome.Refused(Faulty.NotFound("input", id));
}
