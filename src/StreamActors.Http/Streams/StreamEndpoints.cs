using System.Text.Json.Serialization.Metadata;
using StreamActors.Control;
using StreamActors.Domain;
using StreamActors.Domain.Access;
using StreamActors.Domain.Workloads;
using StreamActors.Kernel;
using StreamActors.Wire;

namespace StreamActors.Http;

/// <summary>What differs between inputs and outputs: names, refusal codes, JSON types.</summary>
internal sealed record StreamForms<TView>(string Kind, JsonTypeInfo Draft, JsonTypeInfo<TView> View, JsonTypeInfo<Listing<TView>> Listing)
{
    public required Func<string, bool> IsWellFormed { get; init; }

    public required string Removal { get; init; }

    public required string[] CreateCodes { get; init; }

    public required string[] EditCodes { get; init; }

    public required string[] RemoveCodes { get; init; }

    /// <summary>Additional filters of lists and bulk commands.</summary>
    public QueryParameter[] Filters { get; init; } = [];
}

/// <summary>/api/v1/inputs and /api/v1/outputs: list, configure, start, stop, restart.</summary>
internal abstract class StreamEndpoints<TDraft, TConfig, TForm, TOrder, TView>(
    StreamForms<TView> forms, IReadOnlyDictionary<string, Func<StreamRow<TOrder, TConfig>, string>> sorts,
    Func<TOrder, TConfig?> config, Func<string, TConfig, WorkloadId> workload, Func<string, string?> workedFor,
    ConfigEditor<TDraft, TConfig, TForm> configEditor, IEntities entities, Catalogue catalogue, TelemetryCaches telemetryCaches,
    States states, RateHistory rateHistory, WorkloadLog log,
    WorkloadCommands workloadCommands) : IEndpoints
    where TDraft : class, IDraft
    where TConfig : class, IStreamConfig
    where TOrder : class
{
    private readonly SortedView<StreamRow<TOrder, TConfig>> _sortedView = new(
        catalogue, telemetryCaches.Phases, forms.Kind, sorts, e => StreamRow<TOrder, TConfig>.Of(e, config, workload, states), workedFor);

    public IEnumerable<Operation> Operations
    {
        get
        {
            var (one, all, its) = (forms.Kind, $"{forms.Kind}s", $"{forms.Kind}s/{{id}}");
            return
            [
                new("GET", all, Role.Viewer, $"{char.ToUpperInvariant(all[0])}{all[1..]}, paged, filtered and sorted.", List)
                {
                    Query = [.. Paging.Parameters(sorts.Keys), .. Filter.Parameters, .. forms.Filters], Reply = forms.Listing,
                },
                new("POST", all, Role.Editor, $"Creates an {one}.", Create)
                {
                    Body = forms.Draft, Reply = forms.View, Status = 201, Codes = forms.CreateCodes,
                },
                new("GET", its, Role.Viewer, $"One {one}: its configuration, whether it is on, and its state.", Get)
                {
                    Reply = forms.View, Codes = ["not-found"],
                },
                new("PATCH", its, Role.Editor, $"Edits an {one}. Fields that are not sent stay as they are.", Edit)
                {
                    Body = forms.Draft, IsPatch = true, Reply = forms.View, HonoursIfMatch = true, Codes = forms.EditCodes,
                },
                new("DELETE", its, Role.Editor, forms.Removal, Remove) { Status = 204, HonoursIfMatch = true, Codes = forms.RemoveCodes },
                new("POST", $"{its}/start", Role.Operator, "Switches it on.", c => Switch(c, on: true))
                {
                    Reply = forms.View, HonoursIfMatch = true, Codes = ["not-found"],
                },
                new("POST", $"{its}/stop", Role.Operator, "Switches it off.", c => Switch(c, on: false))
                {
                    Reply = forms.View, HonoursIfMatch = true, Codes = ["not-found"],
                },
                new("POST", $"{its}/restart", Role.Operator, "Restarts it, whatever it is doing.", c => Nudge(c, new Restart()))
                {
                    Reply = forms.View, Codes = ["not-found", "off"],
                },
                new("POST", $"{its}/retry", Role.Operator, "Retries now: ends parking or the retry delay.", c => Nudge(c, new Retry()))
                {
                    Reply = forms.View, Codes = ["not-found"],
                },
                new(
                    "GET", $"{its}/logs", Role.Viewer,
                    "The last log lines of its FFmpeg, newest last. They are kept on the node where it runs.", Log)
                {
                    Query = WorkloadLog.Parameters, Reply = WireJson.Plain.LogView, Codes = ["not-found", "elsewhere"],
                },
                new("GET", $"{its}/series", Role.Viewer,
                    "Bit rate, loss and delay over time: the last 15 minutes by the second, or 24 hours by the minute, as far as the node "
                        + "that answers has heard of them since it started.", Series)
                {
                    Query = [new("window", "15m (the default) or 24h.", "24h")], Reply = WireJson.Plain.SeriesView, Codes = ["not-found"],
                },
                new("POST", $"{all}/start", Role.Operator, "Switches on all that match the filter.", c => SwitchMany(c, on: true))
                {
                    Query = [.. BulkRequest.Parameters, .. forms.Filters], Reply = WireJson.Plain.ManyView,
                },
                new("POST", $"{all}/stop", Role.Operator, "Switches off all that match the filter.", c => SwitchMany(c, on: false))
                {
                    Query = [.. BulkRequest.Parameters, .. forms.Filters], Reply = WireJson.Plain.ManyView,
                },
            ];
        }
    }

    protected IEntities Entities => entities;

    protected abstract Command Removal { get; }

    protected abstract Command Switching(bool on);

    /// <param name="order">Null for one that was just created.</param>
    protected abstract TView View(string id, TConfig config, TOrder? order, long version, StateView state);

    protected abstract TConfig Created(Done done);

    /// <summary>The version that If-Match refers to.</summary>
    protected virtual long Version(TOrder order, long version) => version;

    protected virtual async Task<Reply> Ask(EntityId id, Command command, Call call) =>
        await entities.Ask(id, command, call.Command, call.Expected);

    private async Task<Outcome> List(Call call)
    {
        await catalogue.Ready.WaitAsync(call.Stop);
        var (filter, more) = (Filter.Of(call.Query), More(call));
        return Paging.Page(
            call.Query, _sortedView, r => Admits(filter, more, r),
            r => View(r.Id, r.Config, r.Order, Version(r.Order, r.Version), states.Read(r.Workload)), forms.Listing);
    }

    private async Task<Outcome> SwitchMany(Call call, bool on)
    {
        await catalogue.Ready.WaitAsync(call.Stop);
        var (filter, more) = (Filter.Of(call.Query), More(call));
        if (BulkRequest.Which(call, filter, [.. more.Select(m => m.Value)]) is { } refused)
            return refused;
        var ids = _sortedView.By("id").Where(r => Admits(filter, more, r)).Select(r => Entity(r.Id));
        return await BulkRequest.Order(call, [.. ids], Switching(on), entities, catalogue);
    }

    private (Func<StreamRow<TOrder, TConfig>, string> Of, string? Value)[] More(Call call) =>
        [.. forms.Filters.Select(f => (sorts[f.Name], call.Query.Text(f.Name)))];

    private static bool Admits(
        Filter filter, (Func<StreamRow<TOrder, TConfig>, string> Of, string? Value)[] more, StreamRow<TOrder, TConfig> row)
    {
        foreach (var (of, value) in more)
        {
            if (value is not null && of(row) != value)
                return false;
        }
        return filter.Admits(row.Id, row.Config.Name, row.Config.On, row.Config.Address.Shown(), row.Labels) && filter.Admits(row.Phase);
    }

    private async Task<Outcome> Create(Call call)
    {
        var (id, reply) = await configEditor.Create(call.Body<TDraft>(), call.Context);
        if (reply is not Done done)
            return RefusalToProblem.Of(reply);
        await catalogue.Learn(id, done, call.Principal.Who);
        // The original reply, also to a repeated request: as it was created, whatever happened since.
        var created = Created(done);
        return Outcome.Ok(View(id.Id, created, null, done.Version, states.Read(workload(id.Id, created))), forms.View)
            with { Status = 201, Version = done.Version, Location = $"/api/v1/{forms.Kind}s/{id.Id}" };
    }

    private Task<Outcome> Get(Call call) => Read(call, Shown);

    private Task<Outcome> Log(Call call) => Read(call, (id, _, has, _) => log.Tail(workload(id, has).EntityId, call));

    private Task<Outcome> Series(Call call) => Named(call, async id =>
    {
        var window = call.Query.OneOf("window", RateHistory.Windows) ?? RateHistory.Windows[0];
        if (call.Query.Faults.Count > 0)
            return Outcome.Invalid(call.Query.Faults);
        await catalogue.Ready.WaitAsync(call.Stop);
        return catalogue.Find(id)?.Order is TOrder order && config(order) is { } has
            ? Outcome.Ok(rateHistory.Read(workload(id.Id, has).ToString(), window), WireJson.Plain.SeriesView)
            : NotFound(id.Id);
    });

    private Task<Outcome> Nudge(Call call, Command command) => Read(call, async (id, _, has, _) =>
    {
        var reply = await workloadCommands.Tell(workload(id, has), command, call.Context);
        return reply is Done ? await Get(call) : RefusalToProblem.Of(reply);
    });

    private Task<Outcome> Edit(Call call) => Named(call, async id =>
    {
        var (_, reply) = await configEditor.Edit(id.Id, call.Patch, call.Expected, call.Context);
        return await After(id, reply, call);
    });

    private Task<Outcome> Switch(Call call, bool on) => Named(
        call, async id => await After(id, await Ask(id, Switching(on) with { Origin = call.Origin }, call), call));

    private Task<Outcome> Remove(Call call) => Named(call, async id =>
    {
        if (call.Expected is not null && (await entities.Read(id)).Order is TOrder order && config(order) is null)
            return NotFound(id.Id);
        var reply = await Ask(id, Removal with { Origin = call.Origin }, call);
        if (reply is not Done done)
            return RefusalToProblem.Of(reply);
        if (done.Events.Count == 0)
            return NotFound(id.Id);
        await catalogue.Learn(id, done, call.Principal.Who);
        return Outcome.NoContent with { Version = done.Version };
    });

    private async Task<Outcome> After(EntityId id, Reply reply, Call call)
    {
        if (reply is not Done done)
            return RefusalToProblem.Of(reply);
        await catalogue.Learn(id, done, call.Principal.Who);
        return catalogue.Find(id) is { Order: TOrder order } entry && config(order) is { } has
            ? Shown(id.Id, order, has, entry.Version, states.Read(workload(id.Id, has)))
            : NotFound(id.Id);
    }

    private Task<Outcome> Named(Call call, Func<EntityId, Task<Outcome>> then) =>
        forms.IsWellFormed(call.Route("id")) ? then(Entity(call.Route("id"))) : Task.FromResult(NotFound(call.Route("id")));

    private Task<Outcome> Read(Call call, Func<string, TOrder, TConfig, long, Task<Outcome>> then) => Named(call, async id =>
    {
        var reading = await entities.Read(id);
        if (reading.Failure is { } failure)
            return RefusalToProblem.Of(failure);
        return reading.Order is TOrder order && config(order) is { } has ? await then(id.Id, order, has, reading.Version) : NotFound(id.Id);
    });

    private async Task<Outcome> Shown(string id, TOrder order, TConfig has, long version) =>
        Shown(id, order, has, version, await states.Ask(workload(id, has)));

    private Outcome Shown(string id, TOrder order, TConfig has, long version, StateView state) =>
        Outcome.Ok(View(id, has, order, Version(order, version), state), forms.View) with { Version = Version(order, version) };

    private EntityId Entity(string id) => new(forms.Kind, id);

    private Outcome NotFound(string id) => Outcome.Refused(ConfigRefusals.NotFound(forms.Kind, id));
}
