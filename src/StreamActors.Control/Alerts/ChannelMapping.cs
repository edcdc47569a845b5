using StreamActors.Domain.Alerts;
using StreamActors.Kernel;
using StreamActors.Wire;

namespace StreamActors.Control;

/// <summary>A channel as it is shown, with its secrets masked.</summary>
public static class ChannelMapping
{
    public static ChannelView View(string id, ChannelConfig c, long version, ChannelStateView state) => new(
        id, c.Name, AlertTerms.Word(c.Sort), c.On, c.Url, c.User, c.From, c.To, c.Plain, Masked(c), AlertTerms.Word(c.Least),
        Duration.Text(c.Gather), Duration.Text(c.Spacing), c.Resolved, version, state);

    /// <summary>The draft that would produce this channel.</summary>
    public static ChannelDraft Draft(string id, ChannelConfig c) => new()
    {
        Id = id,
        Name = c.Name,
        Kind = AlertTerms.Word(c.Sort),
        On = c.On,
        Url = c.Url,
        User = c.User,
        From = c.From,
        To = c.To.Length == 0 ? null : c.To,
        Plain = c.Plain,
        Secrets = Masked(c),
        Least = AlertTerms.Word(c.Least),
        Gather = Duration.Text(c.Gather),
        Spacing = Duration.Text(c.Spacing),
        Resolved = c.Resolved,
    };

    /// <param name="health">The message being sent, reported by the sending node; null if it reports nothing.</param>
    public static ChannelStateView State(ChannelConfig c, DateTimeOffset changed, DeliveryState d, ChannelHealth? health,
        DateTimeOffset now)
    {
        var trying = d.Open is not null && health is { Fault: not null } && health.At >= d.PlannedAt ? health : null;
        // The newest message was accepted for some recipients and refused for others.
        var partly = d.Open is null && health is { Sent: true, Fault: not null } ? health.Fault : null;
        var resting = trying is null && d.RestUntil > now && changed <= d.FaultAt;
        var status = (c.On, trying, resting, d.Sent) switch
        {
            (false, _, _, _) => "off",
            (_, not null, _, _) => "trying",
            (_, _, true, _) => "resting",
            (_, _, _, 0) => d.Fault is null ? "untried" : "trying",
            _ => d.Fault is null ? "ok" : "trying",
        };
        return new ChannelStateView(status, trying?.Fault ?? d.Fault ?? partly, trying?.Again ?? (resting ? d.RestUntil : null), d.SentAt,
            d.Sent, d.Abandoned, d.Told.Count);
    }

    private static Dictionary<string, string> Masked(ChannelConfig c) =>
        c.Secrets.Keys.ToDictionary(k => k, _ => Secret.Mask, StringComparer.Ordinal);
}
