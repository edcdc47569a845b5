using System.Collections.Immutable;
using StreamActors.Domain.Alerts;
using StreamActors.Domain.Workloads;
using StreamActors.Kernel;

namespace StreamActors.Control.Tests;

/// <summary>Snapshots built by hand: one output, the built-in rules, and what a test adds.</summary>
internal static class AlertScenes
{
    public static readonly DateTimeOffset Start = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    public static readonly EntityId Yt = new("output", "yt");

    public static readonly AlertId ParkedYt = new("parked", Yt);

    public static readonly AlertState Firing = new(true, AlertSeverity.Critical, "output/yt is parked.", Start, Start, 1, null, null);

    public static readonly ChannelConfig Desk = new("Desk", ChannelType.Webhook, true) { Url = "https://desk.example/" };

    public static Subject Output(Phase? phase, string id = "yt") => new(new EntityId("output", id), true) { Phase = phase, Since = Start };

    public static AlertSnapshot Set(IReadOnlyList<Subject>? subjects = null, IReadOnlyDictionary<AlertId, AlertState>? alerts = null,
        IReadOnlyDictionary<string, AlertRuleConfig>? rules = null, IReadOnlyDictionary<string, Channel>? channels = null)
    {
        alerts ??= new Dictionary<AlertId, AlertState>();
        return new AlertSnapshot(
            subjects ?? [], rules ?? ShippedRules.All, channels ?? new Dictionary<string, Channel>(StringComparer.Ordinal),
            alerts.Where(a => a.Value.Firing).ToDictionary(), id => alerts.GetValueOrDefault(id, AlertState.None));
    }

    public static IReadOnlyDictionary<string, AlertRuleConfig> Only(string id, Func<AlertRuleConfig, AlertRuleConfig>? edit = null) =>
        new Dictionary<string, AlertRuleConfig>(StringComparer.Ordinal) {
        [id] = edit?.Invoke(ShippedRules.All[id]) ?? ShippedRules.All[id] };

    public static IReadOnlyDictionary<AlertId, AlertState> Those(params (AlertId Id, AlertState State)[] alerts) =>
        alerts.ToDictionary(a => a.Id, a => a.State);

    public static DeliveryState Told(params (string Alert, DateTimeOffset At)[] told) =>
        DeliveryState.None with { Told = told.ToImmutableSortedDictionary(t => t.Alert, t => t.At, StringComparer.Ordinal) };

    public static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);
}
