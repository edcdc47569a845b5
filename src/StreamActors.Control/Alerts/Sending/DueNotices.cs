using System.Collections.Immutable;
using StreamActors.Domain.Alerts;

namespace StreamActors.Control;

/// <summary>What to send to a channel next, and whether it is time. Pure.</summary>
internal static class DueNotices
{
    /// <summary>The rest goes into the next message.</summary>
    private const int MostInOne = 500;

    /// <returns>Empty if nothing is due yet.</returns>
    public static ImmutableArray<NoticeItem> Of(string channel, Channel c, DeliveryState delivery, AlertSnapshot alertSnapshot,
        DateTimeOffset now)
    {
        if (c.Config is not { On: true } config || delivery.Open is not null || Waits(delivery.PlannedAt, config.Spacing, now))
            return [];
        if (now < delivery.RestUntil && !(now < delivery.FaultAt) && c.Changed <= delivery.FaultAt)
            return [];
        List<(DateTimeOffset From, NoticeItem Item)> due = [];
        foreach (var (id, alert) in alertSnapshot.Firing)
        {
            if (IsFor(channel, config, alert, alertSnapshot.Rules.GetValueOrDefault(id.Rule)) && !alertSnapshot.IsSilenced(id, now)
                && Firing(id, alert, config, delivery, alertSnapshot, now) is { } item)
                due.Add(item);
        }
        foreach (var told in config.Resolved ? delivery.Told.Keys : [])
        {
            if (AlertId.TryParse(told, out var id) && !alertSnapshot.Firing.ContainsKey(id) && !alertSnapshot.IsSilenced(id, now)
                && alertSnapshot.Find(id) is { ResolvedAt: { } at } alert)
                due.Add((at, new NoticeItem(told, false, alert.Severity, alert.Summary, alert.Since, Why: alert.Why)));
        }
        if (due.Count == 0 || Waits(due.Min(d => d.From), config.Gather, now))
            return [];
        return [.. due.Select(d => d.Item).OrderByDescending(i => i.Firing).ThenByDescending(i => i.Severity)
            .ThenBy(i => i.Alert, StringComparer.Ordinal).Take(MostInOne)];
    }

    /// <summary>A time in the future was written before the clock was set back: it is not waited for.</summary>
    private static bool Waits(DateTimeOffset? from, TimeSpan wait, DateTimeOffset now) => from <= now && now < from + wait;

    private static bool IsFor(string channel, ChannelConfig config, AlertState alert, AlertRuleConfig? rule) =>
        alert.Severity >= config.Least
        && (rule is null || rule.Channels.Length == 0 || rule.Channels.Contains(channel, StringComparer.Ordinal));

    /// <summary>An alert that was acknowledged before its first notification is not sent.</summary>
    private static (DateTimeOffset, NoticeItem)? Firing(AlertId id, AlertState alert, ChannelConfig config, DeliveryState delivery,
        AlertSnapshot alertSnapshot, DateTimeOffset now)
    {
        if (alert.Acknowledged is not null)
            return null;
        var text = id.ToString();
        var item = new NoticeItem(text, true, alert.Severity, alert.Summary, alert.Since);
        // Without resolved messages, every new firing is sent.
        if (!delivery.Told.TryGetValue(text, out var told) || (!config.Resolved && told < alert.FiredAt))
            return (alert.FiredAt, item);
        return alertSnapshot.Rules.GetValueOrDefault(id.Rule)?.RepeatEvery is { } every && now >= told + every
            ? (told + every, item with { Again = true }) : null;
    }
}
