using StreamActors.Control;
using StreamActors.Domain.Access;
using StreamActors.Domain.Alerts;
using StreamActors.Kernel;
using StreamActors.Wire;

namespace StreamActors.Http;

/// <summary>/api/v1/alerts</summary>
internal sealed class AlertEndpoints(AlertBook book, IEntities entities, Catalogue catalogue, TimeProvider time) : IEndpoints
{
    private static readonly string[] States = ["pending", "firing", "acknowledged", "resolved", "quiet"];

    private static readonly IReadOnlyDictionary<string, Func<AlertView, string>> Sorts =
        new Dictionary<string, Func<AlertView, string>>(StringComparer.Ordinal)
    {
        ["id"] = a => a.Id,
        ["since"] = a => $"{a.Since:O}",
        ["subject"] = a => a.Subject,
        ["severity"] = a => a.Severity switch { "critical" => "0", "warning" => "1", _ => "2" },
        ["state"] = a => a.State,
    };

    private static readonly QueryParameter[] Filters =
    [
        new("state", "Only those in this state: pending, firing, acknowledged, resolved or quiet. May be repeated: any of them.", "firing"),
        new("rule", "Only those of this rule.", "parked"), new("subject", "Only those of this subject: KIND/ID.", "output/platform"),
        new("severity", "Only those of this severity.", "critical"),
    ];

    public IEnumerable<Operation> Operations =>
    [
        new("GET", "alerts", Role.Viewer, "Firing and past alerts, paged.", List) { Query = [.. Paging.Parameters(Sorts.Keys), .. Filters],
            Reply = WireJson.Plain.ListingAlertView },
        new("GET", "alerts/{id}", Role.Viewer, "One alert: RULE~KIND~ID.", Get) { Reply = WireJson.Plain.AlertView, Codes = ["not-found"] },
        new("POST", "alerts/{id}/acknowledge", Role.Operator, "Acknowledges an alert, so that it is not sent again.",
            Acknowledge) { Body = WireJson.Plain.AcknowledgeDraft, Reply = WireJson.Plain.AlertView, Codes = ["not-found", "not-firing"] },
        new("POST", "alerts/{id}/silence", Role.Operator,
            "Silences an alert for a time, firing or not: nothing is sent. any~KIND~ID silences all alerts of one input, output or node.",
            Silence) { Body = WireJson.Plain.SilenceDraft, Reply = WireJson.Plain.AlertView, Codes = ["not-found"] },
        new("POST", "alerts/{id}/unsilence", Role.Operator, "Ends a silence: alerts that still fire are sent again.",
            call => Say(call, new UnsilenceAlert())) { Reply = WireJson.Plain.AlertView, Codes = ["not-found"] },
    ];

    private async Task<Outcome> List(Call call)
    {
        await catalogue.Ready.WaitAsync(call.Stop);
        var (states, rule, subject) = (call.Query.All("state").ToList(), call.Query.Text("rule"), call.Query.Text("subject"));
        var severity = call.Query.OneOf("severity", "info", "warning", "critical");
        call.Query.Faults.AddRange(states.Where(s => !States.Contains(s, StringComparer.Ordinal))
            .Select(s => new FieldFault("state", ConfigRefusals.Short(s), $"one of {string.Join(", ", States)}")));
        if (call.Query.Faults.Count > 0)
            return Outcome.Invalid(call.Query.Faults);
        var rows = book.Views().Where(a => (states.Count == 0 || states.Contains(a.State, StringComparer.Ordinal))
            && (rule is null || a.Rule == rule) && (subject is null || a.Subject == subject)
            && (severity is null || a.Severity == severity));
        return Paging.Page(call.Query, rows, Sorts, a => a.Id, a => a, WireJson.Plain.ListingAlertView);
    }

    private async Task<Outcome> Get(Call call)
    {
        await catalogue.Ready.WaitAsync(call.Stop);
        return Known(call) is { } id ? await Shown(id) : NotFound(call);
    }

    private Task<Outcome> Acknowledge(Call call) => Say(call, new AcknowledgeAlert(call.Body<AcknowledgeDraft>().Note));

    private async Task<Outcome> Silence(Call call)
    {
        var draft = call.Body<SilenceDraft>();
        List<FieldFault> faults = [];
        var length = AlertTerms.MaybeTime("for", draft.For, faults);
        if (draft.Until is null == draft.For is null)
            faults.Add(new FieldFault(draft.Until is null ? "until" : "for", draft.For, "either 'until' or 'for', not both"));
        if (length > AlertDecider.LongestSilence)
            faults.Add(new FieldFault("for", draft.For, "a year at most"));
        if (faults.Count > 0)
            return Outcome.Invalid(faults);
        return await Say(call, new SilenceAlert(draft.Until?.ToUniversalTime() ?? time.GetUtcNow() + length!.Value, draft.Reason));
    }

    private async Task<Outcome> Say(Call call, Command command)
    {
        await catalogue.Ready.WaitAsync(call.Stop);
        if (Known(call) is not { } id)
            return NotFound(call);
        var reply = await entities.Ask(id.EntityId, command with { Origin = call.Origin }, call.Command);
        if (reply is not Done done)
            return RefusalToProblem.Of(reply);
        await catalogue.Learn(id.EntityId, done, call.Principal.Who);
        return await Shown(id);
    }

    /// <summary>Only the rule must exist; the subject need not have had an alert yet.</summary>
    private AlertId? Known(Call call) =>
        AlertId.TryParse(call.Route("id"), out var id) && (id.Rule == AlertId.AnyRule
        || catalogue.Find(AlertId.Kind, id.ToString()) is not null || book.Rules().Any(r => r.Id == id.Rule)) ? id : null;

    /// <summary>Reads the entities: another node may have changed them a moment ago.</summary>
    private async Task<Outcome> Shown(AlertId id)
    {
        var (own, any) = (await entities.Read(id.EntityId), await entities.Read((id with { Rule = AlertId.AnyRule }).EntityId));
        if ((own.Failure ?? any.Failure) is { } failure)
            return RefusalToProblem.Of(failure);
        var view = book.View(id, (AlertState)own.Order!, (AlertState)any.Order!, own.Version);
        return Outcome.Ok(view, WireJson.Plain.AlertView) with { Version = view.Version };
    }

    private static Outcome NotFound(Call call) => Outcome.Refused(ConfigRefusals.NotFound("alert", call.Route("id")));
}
