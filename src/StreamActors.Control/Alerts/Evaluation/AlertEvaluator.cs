using StreamActors.Domain.Alerts;
using StreamActors.Kernel;

namespace StreamActors.Control;

/// <summary>
/// The alert life cycle: a condition is pending until it has held for the rule's time, and a firing alert is resolved when the condition
/// has been false for the rule's time. Pure except for its memory; time is an argument. Durations use a monotonic clock; the wall clock is
/// for display only.
/// </summary>
internal sealed class AlertEvaluator(OccurrenceWindow window)
{
    private readonly Dictionary<AlertId, DateTimeOffset> _clear = [];
    private readonly Dictionary<AlertId, DateTimeOffset> _heldFrom = [];
    private HashSet<AlertId> _quiet = [];
    private HashSet<AlertId> _quietBefore = [];
    private DateTimeOffset _steady;
    private DateTimeOffset _steadyBefore;
    private Dictionary<AlertId, PendingAlert> _pending = [];

    public IReadOnlyDictionary<AlertId, PendingAlert> Pending => _pending;

    /// <summary>One evaluation: returns which alerts to raise and to resolve.</summary>
    /// <param name="running">How long evaluation has been running, on a monotonic clock. Default: the wall clock.</param>
    public IReadOnlyList<(AlertId Id, Command Command)> Evaluate(AlertSnapshot alertSnapshot, DateTimeOffset now, TimeSpan? running = null)
    {
        (_steadyBefore, _steady) = (_steady, running is { } time ? window.Began + time : now);
        (_quietBefore, _quiet) = (_quiet, []);
        window.Take(alertSnapshot.Subjects, _steady);
        List<(AlertId, Command)> steps = [];
        HashSet<AlertId> weighed = [];
        var before = _pending;
        _pending = [];
        var kinds = alertSnapshot.Subjects.ToLookup(s => s.Id.Kind, StringComparer.Ordinal);
        foreach (var (name, rule) in alertSnapshot.Rules.Where(r => r.Value.On))
        {
            foreach (var subject in Conditions.Kinds(rule).SelectMany(k => kinds[k]))
            {
                if (!Conditions.Concerns(rule, subject))
                    continue;
                var conditionResult = Conditions.Evaluate(rule, subject, window, _steady);
                var id = new AlertId(name, subject.Id);
                if (alertSnapshot.Firing.ContainsKey(id))
                    weighed.Add(id);
                if (Step(id, rule, conditionResult, alertSnapshot, before, now) is { } command)
                    steps.Add((id, command));
            }
        }
        foreach (var id in _heldFrom.Keys.Where(id => !_pending.ContainsKey(id)).ToList())
            _heldFrom.Remove(id);
        foreach (var (id, alert) in alertSnapshot.Firing.Where(f => !weighed.Contains(f.Key)))
        {
            if (IsAnotherNodesKnowledge(id, alert, alertSnapshot, now))
                continue;
            _clear.Remove(id);
            steps.Add((id, new ResolveAlert(alertSnapshot.Rules.TryGetValue(id.Rule, out var rule) && rule.On
                ? $"{id.Subject} was removed, or the rule no longer applies to it." : $"The rule {id.Rule} was removed or switched off.")));
        }
        return steps;
    }

    /// <summary>
    /// A new evaluating node may never have seen the node that is down: its alert keeps firing for a day, unless the node returns.
    /// </summary>
    private static bool IsAnotherNodesKnowledge(AlertId id, AlertState alert, AlertSnapshot alertSnapshot, DateTimeOffset now) =>
        alertSnapshot.Rules.GetValueOrDefault(id.Rule) is { On: true, Condition: AlertCondition.NodeDown }
        && now - alert.FiredAt < NodePresence.Remembered && alertSnapshot.Subjects.All(s => s.Id != id.Subject);

    private Command? Step(AlertId id, AlertRuleConfig rule, ConditionResult conditionResult, AlertSnapshot alertSnapshot,
        Dictionary<AlertId, PendingAlert> before, DateTimeOffset now)
    {
        var firing = alertSnapshot.Firing.ContainsKey(id);
        if (conditionResult.Holds is true)
        {
            _clear.Remove(id);
            return firing ? null
                : Held(id, rule, conditionResult, before.GetValueOrDefault(id)?.Since ?? conditionResult.Since ?? now, now);
        }
        if (conditionResult.Holds is null)
        {
            _clear.Remove(id);
            if (before.TryGetValue(id, out var pending))
                _pending[id] = pending;
            return null;
        }
        _quiet.Add(id);
        if (!firing)
            return null;
        if (_clear.TryAdd(id, _steady) && rule.ClearAfter > TimeSpan.Zero)
            return null;
        if (_steady - _clear[id] < rule.ClearAfter)
            return null;
        _clear.Remove(id);
        return new ResolveAlert($"{id.Subject} has recovered.");
    }

    private RaiseAlert? Held(AlertId id, AlertRuleConfig rule, ConditionResult conditionResult, DateTimeOffset since, DateTimeOffset now)
    {
        _pending[id] = new PendingAlert(rule.Severity, conditionResult.Summary, since);
        if (!_heldFrom.TryGetValue(id, out var from))
            _heldFrom.Add(id, from = _steady - HeldAlready(id, now - since));
        return _steady - from >= rule.For ? new RaiseAlert(rule.Severity, conditionResult.Summary, since) : null;
    }

    /// <summary>A condition that was false at the last evaluation began after it, whatever the wall clock says.</summary>
    private TimeSpan HeldAlready(AlertId id, TimeSpan said)
    {
        var most = _quietBefore.Contains(id) ? _steady - _steadyBefore : TimeSpan.MaxValue;
        return said < TimeSpan.Zero ? TimeSpan.Zero : said < most ? said : most;
    }
}
