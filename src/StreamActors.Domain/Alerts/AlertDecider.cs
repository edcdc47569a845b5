using StreamActors.Kernel;

namespace StreamActors.Domain.Alerts;

public sealed class AlertDecider : Decider<AlertState, AlertLive>
{
    public const int LongestText = 500;
    public static readonly TimeSpan LongestSilence = TimeSpan.FromDays(366);

    public override AlertState NoOrder => AlertState.None;

    public override AlertLive NoLive => AlertLive.None;

    public override Decision Decide(AlertState order, AlertLive live, Command command) => (command, order.Firing) switch
    {
        (RaiseAlert, true) => Decision.Nothing,
        (RaiseAlert c, false) => Decision.Store(new AlertFired(c.Severity, c.Summary, c.Since, c.Origin.At)),
        (ResolveAlert, false) => Decision.Nothing,
        (ResolveAlert c, true) => Decision.Store(new AlertResolved(c.Why, c.Origin.At)),
        (AcknowledgeAlert, false) => Decision.Refuse("not-firing", "The alert is not firing: silence it to suppress it."),
        (AcknowledgeAlert { Note.Length: > LongestText } c, _) =>
            Decision.Refuse("invalid", "The note is too long.",
            new FieldFault("note", $"{c.Note!.Length} characters", $"{LongestText} characters at most")),
        (AcknowledgeAlert c, true) => order.Acknowledged is { } before && before.Note == c.Note ? Decision.Nothing
            : Decision.Store(new AlertAcknowledged(c.Origin.Who, c.Note, c.Origin.At)),
        (SilenceAlert c, _) => Silence(order, c),
        (UnsilenceAlert c, _) => order.IsSilenced(c.Origin.At) ? Decision.Store(new AlertUnsilenced(c.Origin.At)) : Decision.Nothing,
        _ => throw Unknown(command),
    };

    public override AlertState Evolve(AlertState order, Event happened) => happened switch
    {
        AlertFired e => new AlertState(true, e.Severity, e.Summary, e.Since, e.At, order.Times + 1, null, null) { Silence = order.Silence },
        AlertResolved e => order with { Firing = false, ResolvedAt = e.At, Why = e.Why, Acknowledged = null },
        AlertAcknowledged e => order with { Acknowledged = new Acknowledgement(e.By, e.Note, e.At) },
        AlertSilenced e => order with { Silence = new Silence(e.By, e.Reason, e.Until, e.At) },
        AlertUnsilenced => order with { Silence = null },
        _ => throw Unknown(happened),
    };

    private static Decision Silence(AlertState order, SilenceAlert c)
    {
        FieldFault[] faults =
        [
            .. c.Until <= c.Origin.At || c.Until > c.Origin.At + LongestSilence
                ? [new("until", $"{c.Until:O}", "a time in the future, within a year")] : Array.Empty<FieldFault>(),
            .. c.Reason.Trim().Length is 0 or > LongestText
                ? [new("reason", c.Reason.Length > 100 ? c.Reason[..100] + "…" : c.Reason, $"why: 1 to {LongestText} characters")]
                : Array.Empty<FieldFault>(),
        ];
        if (faults.Length > 0)
            return Decision.Refuse("invalid", $"Fields of the silence that are invalid: {faults.Length}.", faults);
        return order.Silence is { } before && (before.Until, before.Reason) == (c.Until, c.Reason)
            ? Decision.Nothing
            : Decision.Store(new AlertSilenced(c.Origin.Who, c.Reason, c.Until, c.Origin.At));
    }
}
