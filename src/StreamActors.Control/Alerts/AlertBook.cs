using StreamActors.Domain.Alerts;
using StreamActors.Wire;

namespace StreamActors.Control;

/// <summary>Rules and alerts, in memory on every node: stored ones, built-in ones and pending ones.</summary>
public sealed class AlertBook(Catalogue catalogue, TelemetryCaches telemetryCaches, TimeProvider time)
{
    public IEnumerable<(AlertId Id, AlertState State)> Firing => All.Where(a => a.State.Firing);

    private IEnumerable<(AlertId Id, AlertState State)> All =>
        catalogue.All(AlertId.Kind).Select(e => (AlertId.TryParse(e.Id.Id, out var id) ? id : default, (AlertState)e.Order));

    public AlertState Find(AlertId id) => catalogue.Find(AlertId.Kind, id.ToString())?.Order as AlertState ?? AlertState.None;

    /// <summary>Built-in rules, unless edited, and all others.</summary>
    public IEnumerable<(string Id, AlertRuleConfig Config, bool Edited, long Version)> Rules()
    {
        foreach (var (id, shipped) in ShippedRules.All)
        {
            var entry = catalogue.Find(AlertRuleId.Kind, id);
            var stored = (entry?.Order as AlertRuleState)?.Config;
            yield return (id, stored ?? shipped, stored is not null, entry?.Version ?? 0);
        }
        foreach (var entry in catalogue.All(AlertRuleId.Kind))
        {
            if (!ShippedRules.All.ContainsKey(entry.Id.Id) && entry.Order is AlertRuleState { Config: { } config })
                yield return (entry.Id.Id, config, true, entry.Version);
        }
    }

    /// <summary>Alerts that fire or have fired, are pending, or are silenced.</summary>
    public IEnumerable<AlertView> Views() => All.Select(a => a.Id)
        .Concat(telemetryCaches.PendingAlerts.All.Select(f => AlertId.TryParse(f.Key, out var id) ? id : default))
        .Where(id => id.Rule is not null).Distinct().Select(View);

    public AlertView View(AlertId id) =>
        View(id, Find(id), Find(id with { Rule = AlertId.AnyRule }), catalogue.Find(AlertId.Kind, id.ToString())?.Version ?? 0);

    /// <param name="any">The alert that stands for all rules of the same subject.</param>
    public AlertView View(AlertId id, AlertState state, AlertState any, long version)
    {
        var (now, text) = (time.GetUtcNow(), id.ToString());
        var silence = state.IsSilenced(now) ? state.Silence : null;
        var silenced = silence is not null || any.IsSilenced(now);
        var silenceView = silence is null ? null : new SilenceView(silence.By, silence.Reason, silence.Until, silence.At);
        if (!state.Firing && telemetryCaches.PendingAlerts.Find(text)?.Value is PendingAlert pending)
            return new AlertView(text, id.Rule, id.Subject.ToString(), "pending", AlertTerms.Word(pending.Severity), pending.Summary,
                pending.Since, null, state.ResolvedAt, state.Why, state.Times, silenced, null, silenceView, version);
        var word = (state.Firing, state.Acknowledged, state.Times) switch { (true, null, _) => "firing", (true, _, _) => "acknowledged",
            (_, _, 0) => "quiet", _ => "resolved" };
        return new AlertView(
            text, id.Rule, id.Subject.ToString(), word, AlertTerms.Word(state.Severity), state.Summary,
            state.Times == 0 ? null : state.Since, state.Times == 0 ? null : state.FiredAt, state.ResolvedAt, state.Why, state.Times,
            silenced, state.Acknowledged is { } a ? new AcknowledgedView(a.By, a.Note, a.At) : null, silenceView, version);
    }
}
