using StreamActors.Wire;

namespace StreamActors.Cli;

/// <summary>alert-rules …: which conditions raise an alert.</summary>
internal static class AlertRuleVerbs
{
    private const string Things = "alert-rules";

    private static readonly Option[] Options =
    [
        Option.Of("--condition", "WORD", "", "parked", "flapping", "stalled", "slow", "off-air", "bitrate-low", "cc-errors", "two-senders",
            "disk-low", "node-down"),
        new("--name", "NAME", "display name"), Option.Of("--severity", "WORD", "", AlertVerbs.Severities),
        new("--on", null, "evaluate the rule"), new("--off", null, "do not evaluate the rule"),
        new("--for", "TIME", "how long the condition must hold before the alert fires"),
        new("--clear-after", "TIME", "how long the condition must be gone before the alert is resolved"),
        new("--threshold", "N", "starts, bits per second, errors, or percent free"),
        new("--within", "TIME", "the time in which starts and errors are counted"),
        new("--repeat-every", "TIME", "send again this often until the alert is acknowledged"),
        new("--subject", "KIND", "only input, output or node") { IsRepeated = true },
            new("--label", "NAME=VALUE", "only with this label") { IsRepeated = true },
        new("--channel", "ID", "send to this channel only") { IsRepeated = true },
    ];

    public static readonly Verb[] All =
    [
        new("alert-rules list", "the built-in rules and your own", s => s.List(Table)) { Options = Option.Paging("id, name or condition") },
        Verb.One("alert-rules show", "one rule", s => s.Show(s.Server.Get(s.Path()), json => Table(s, [json]))),
        Verb.New("alert-rules create", "creates a rule; defaults come from the built-in rule for that condition", Create, Options),
        Verb.One("alert-rules edit", "changes the given options only", Edit, [.. Options, Option.IfVersion]),
        Verb.One("alert-rules remove", "removes a rule; a built-in one goes back to its defaults", s =>
            s.Remove("; a built-in rule is back at its defaults."), Option.IfVersion),
    ];

    private static void Table(Session session, JsonView[] rules)
    {
        var table = new Table("RULE", "ON", "SEVERITY", "CONDITION", "FOR", "FIRING", "TO", "NAME") { Right = [5] };
        foreach (var rule in rules)
        {
            var counts =
                string.Join(" in ",
                new[] { rule.Text(nameof(AlertRuleView.Threshold)), rule.Text(nameof(AlertRuleView.Within)) }.Where(t => t.Length > 0));
            var channels = string.Join(',', rule.All(nameof(AlertRuleView.Channels)).Select(c => c.ToString()));
            table.Add(
                rule.Text(nameof(AlertRuleView.Id)) + (rule.Flag(nameof(AlertRuleView.Shipped)) && rule.Flag(nameof(AlertRuleView.Edited))
                    ? " *" : ""),
                rule.Flag(nameof(AlertRuleView.On)) ? "on" : "off", rule.Text(nameof(AlertRuleView.Severity)),
                    $"{rule.Text(nameof(AlertRuleView.Condition))} {counts}".TrimEnd(),
                rule.Text(nameof(AlertRuleView.For)), rule.Text(nameof(AlertRuleView.Firing)), channels.Length == 0 ? "all" : channels,
                    rule.Text(nameof(AlertRuleView.Name)));
        }
        session.Terminal.Say(table);
    }

    private static byte[] Body(Session session, bool isEdit) => new Fields(session, isEdit)
        .Fixed("id", isEdit ? null : session.Line.Argument(0))
        .Text("--condition", "--name", "--severity", "--for", "--clear-after", "--within", "--repeat-every").Number("--threshold")
            .Flag("on", "--on", "--off")
        .List("subjects", "--subject").Pairs("labels", "--label").List("channels", "--channel").Bytes();

    private static ExitCode Create(Session session) => session.Show(
        session.Server.Post($"/api/v1/{Things}", Body(session, isEdit: false)), json =>
            session.Terminal.Say($"alert-rule/{json.Text(nameof(AlertRuleView.Id))} is created."));

    private static ExitCode Edit(Session session) =>
        session.Show(session.Edit(Body(session, isEdit: true)), json =>
            session.Terminal.Say($"alert-rule/{json.Text(nameof(AlertRuleView.Id))} is changed."));
}
