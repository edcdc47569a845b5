namespace StreamActors.Domain.Alerts;

/// <summary>
/// The rules that exist without configuration. An edited one is stored under its id and replaces the shipped one; so an
/// upgrade improves the rules that were not edited.
/// </summary>
public static class ShippedRules
{
    private static readonly TimeSpan HalfMinute = TimeSpan.FromSeconds(30);

    public static readonly IReadOnlyDictionary<string, AlertRuleConfig> All =
        new Dictionary<string, AlertRuleConfig>(StringComparer.Ordinal)
    {
        ["parked"] = new("Parked: needs an operator", AlertCondition.Parked, AlertSeverity.Critical, true),
        ["off-air"] = new("Ordered on and not on air", AlertCondition.OffAir, AlertSeverity.Critical, true) { For = HalfMinute,
            ClearAfter = HalfMinute },
        ["stalled"] = new("Stalled: no media moves", AlertCondition.Stalled, AlertSeverity.Critical, true) { For = TimeSpan.FromSeconds(10),
            ClearAfter = HalfMinute },
        ["slow"] = new("The destination is too slow", AlertCondition.Slow, AlertSeverity.Warning, true) { For = TimeSpan.FromSeconds(10),
            ClearAfter = HalfMinute },
        ["flapping"] = new("Flapping: starts again and again", AlertCondition.Flapping, AlertSeverity.Warning, true) { Threshold = 5,
            Within = TimeSpan.FromMinutes(10) },
        ["bitrate-low"] = new("Bit rate low", AlertCondition.BitrateLow, AlertSeverity.Warning, true) { Threshold = 50_000,
            For = HalfMinute, ClearAfter = HalfMinute },
        ["cc-errors"] = new("Continuity errors: packets are missing", AlertCondition.CcErrors, AlertSeverity.Warning,
            true) { Threshold = 10, Within = TimeSpan.FromMinutes(1), ClearAfter = TimeSpan.FromMinutes(1) },
        ["two-senders"] = new("Two senders on one port", AlertCondition.TwoSenders, AlertSeverity.Warning,
            true) { For = TimeSpan.FromSeconds(10), ClearAfter = HalfMinute },
        ["disk-low"] = new("Disk space low", AlertCondition.DiskLow, AlertSeverity.Warning, true) { Threshold = 10,
            For = TimeSpan.FromMinutes(1), ClearAfter = TimeSpan.FromMinutes(5) },
        ["node-down"] = new("Node down", AlertCondition.NodeDown, AlertSeverity.Critical, true) { For = TimeSpan.FromSeconds(10),
            ClearAfter = HalfMinute },
    };
}
