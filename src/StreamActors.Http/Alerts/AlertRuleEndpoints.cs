using StreamActors.Control;
using StreamActors.Domain.Access;
using StreamActors.Domain.Alerts;
using StreamActors.Kernel;
using StreamActors.Wire;

namespace StreamActors.Http;

/// <summary>/api/v1/alert-rules: built-in and custom rules.</summary>
internal sealed class AlertRuleEndpoints(AlertRuleEditor editor, IEntities entities, Catalogue catalogue, AlertBook book) : IEndpoints
{
    private static readonly IReadOnlyDictionary<string, Func<Row, string>> Sorts =
        new Dictionary<string, Func<Row, string>>(StringComparer.Ordinal)
    {
        ["id"] = r => r.Id,
        ["name"] = r => r.Config.Name,
        ["condition"] = r => AlertTerms.Word(r.Config.Condition),
    };

    private readonly record struct Row(string Id, AlertRuleConfig Config, bool Edited, long Version);

    public IEnumerable<Operation> Operations =>
    [
        new("GET", "alert-rules", Role.Viewer, "Alert rules, by pages.", List) { Query = Paging.Parameters(Sorts.Keys),
            Reply = WireJson.Plain.ListingAlertRuleView },
        new("POST", "alert-rules", Role.Editor, "Creates a rule.", Create) { Body = WireJson.Plain.AlertRuleDraft,
            Reply = WireJson.Plain.AlertRuleView, Status = 201, Codes = ["exists", "quota"] },
        new("GET", "alert-rules/{id}", Role.Viewer, "One rule.", Get) { Reply = WireJson.Plain.AlertRuleView, Codes = ["not-found"] },
        new("PATCH", "alert-rules/{id}", Role.Editor, "Edits a rule, also a built-in one. Fields that are not sent stay as they are.",
            Edit) { Body = WireJson.Plain.AlertRuleDraft, IsPatch = true, Reply = WireJson.Plain.AlertRuleView, HonoursIfMatch = true,
                Codes = ["not-found", "exists"] },
        new("DELETE", "alert-rules/{id}", Role.Editor, "Removes a rule; a built-in one goes back to its defaults.", Remove) { Status = 204,
            HonoursIfMatch = true, Codes = ["not-found", "shipped"] },
    ];

    private async Task<Outcome> List(Call call)
    {
        await catalogue.Ready.WaitAsync(call.Stop);
        return Paging.Page(call.Query, book.Rules().Select(r => new Row(r.Id, r.Config, r.Edited, r.Version)), Sorts, r => r.Id,
            r => View(r.Id, r.Config, r.Edited, r.Version), WireJson.Plain.ListingAlertRuleView);
    }

    private async Task<Outcome> Create(Call call)
    {
        var (id, reply) = await editor.Create(call.Body<AlertRuleDraft>(), call.Context);
        if (reply is not Done done)
            return RefusalToProblem.Of(reply);
        await catalogue.Learn(id, done, call.Principal.Who);
        if (done.Events.OfType<AlertRuleCreated>().SingleOrDefault() is not { } created) // an identical one existed already
            return (await Shown(id.Id)) with { Status = 201, Location = $"/api/v1/alert-rules/{id.Id}" };
        return Outcome.Ok(View(id.Id, created.Config, true, done.Version), WireJson.Plain.AlertRuleView)
            with { Status = 201, Version = done.Version, Location = $"/api/v1/alert-rules/{id.Id}" };
    }

    private Task<Outcome> Get(Call call) => Shown(call.Route("id"));

    private async Task<Outcome> Edit(Call call)
    {
        if (!AlertRuleId.IsWellFormed(call.Route("id")))
            return NotFound(call);
        var (id, reply) = await editor.Edit(call.Route("id"), call.Patch, call.Expected, call.Context);
        if (reply is not Done done)
            return RefusalToProblem.Of(reply);
        await catalogue.Learn(id, done, call.Principal.Who);
        return await Shown(id.Id);
    }

    private async Task<Outcome> Remove(Call call)
    {
        if (!AlertRuleId.IsWellFormed(call.Route("id")))
            return NotFound(call);
        var id = new AlertRuleId(call.Route("id")).EntityId;
        if ((await entities.Read(id)).Order is AlertRuleState { Config: null })
            return ShippedRules.All.ContainsKey(id.Id)
                ? Outcome.Refused("shipped", $"'{id.Id}' is a built-in rule and is at its defaults already: switch it off instead.",
                new FieldFault("on", "true", "false"))
                : NotFound(call);
        var reply = await entities.Ask(id, new RemoveAlertRule { Origin = call.Origin }, call.Command, call.Expected);
        if (reply is not Done done)
            return RefusalToProblem.Of(reply);
        await catalogue.Learn(id, done, call.Principal.Who);
        return Outcome.NoContent;
    }

    private async Task<Outcome> Shown(string id)
    {
        if (!AlertRuleId.IsWellFormed(id))
            return Outcome.Refused(ConfigRefusals.NotFound("rule", id));
        var reading = await entities.Read(new AlertRuleId(id).EntityId);
        if (reading.Failure is { } failure)
            return RefusalToProblem.Of(failure);
        var stored = (reading.Order as AlertRuleState)?.Config;
        return (stored ?? ShippedRules.All.GetValueOrDefault(id)) is { } config
            ? Outcome.Ok(View(id, config, stored is not null, reading.Version), WireJson.Plain.AlertRuleView)
            with { Version = reading.Version }
            : Outcome.Refused(ConfigRefusals.NotFound("rule", id));
    }

    private AlertRuleView View(string id, AlertRuleConfig config, bool edited, long version) =>
        AlertRuleMapping.View(id, config, edited, book.Firing.Count(f => f.Id.Rule == id), version);

    private static Outcome NotFound(Call call) => Outcome.Refused(ConfigRefusals.NotFound("rule", call.Route("id")));
}
