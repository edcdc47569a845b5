using StreamActors.Wire;

namespace StreamActors.Cli;

/// <summary>alert-rules …: what alerts somebody.</summary>
internal static class AlertRuleVerbs
{
    private const string Things = "alert-rules";

    private static readonly Option Version = new("--if-version", "N", "only if this is still the version");

    private static readonly Option[] Options =
    [
        new("--condition", "WORD", "parked, flapping, stalled, slow, off-air, bitrate-low, cc-errors, disk-low or node-down") { Words = ["parked", "flapping", "stalled", "slow", "off-air", "bitrate-low", "cc-errors", "disk-low", "node-down"] },
        new("--name", "NAME", "display name"), new("--severity", "WORD", "info, warning or critical") { Words = AlertVerbs.Severities },
        new("--on", null, "evaluate the rule"), new("--off", null, "do not evaluate the rule"),
        new("--for", "TIME", "how long the condition must hold before the alert fires"), new("--clear-after", "TIME", "how long the condition must be gone before the alert is resolved"),
        new("--threshold", "N", "starts, bits per second, errors, or percent free"), new("--within", "TIME", "the time in which starts and errors are counted"),
        new("--repeat-every", "TIME", "send again this often until the alert is acknowledged"),
        new("--subject", "KIND", "only input, output or node") { IsRepeated = true }, new("--label", "NAME=VALUE", "only those with this label") { IsRepeated = true }, new("--channel", "ID", "send to this channel only") { IsRepeated = true },
    ];

    public static readonly Verb[] All =
    [
        new("alert-rules list", "the built-in rules and your own", List) { Options = [new("--sort", "FIELD", "by id, name or condition; -FIELD for backwards"), new("--page", "N", "which page"), new("--size", "N", "how many a page holds")] },
        new("alert-rules show", "one rule", s => s.Show(s.Door.Get(Ids.Path(Things, s.Line.Argument(0))), json => Table(s, [json]))) { Arguments = "ID", Fewest = 1, Most = 1, Ids = Things },
        new("alert-rules create", "creates a rule; what is not given is as in the built-in rule for that condition", Create) { Arguments = "ID", Fewest = 1, Most = 1, Options = Options },
        new("alert-rules edit", "changes the options given, and leaves the rest", Edit) { Arguments = "ID", Fewest = 1, Most = 1, Ids = Things, Options = [.. Options, Version] },
        new("alert-rules remove", "removes a rule; a built-in one goes back to its defaults", Remove) { Arguments = "ID", Fewest = 1, Most = 1, Ids = Things, Options = [Version] },
    ];

    private static ExitCode List(Session session) => session.Show(session.Door.Get($"/api/v1/{Things}{session.Query("--sort", "--page", "--size")}"), json => Table(session, json.All(nameof(Listing<object>.Items))));

    private static void Table(Session session, Seen[] rules)
    {
        var table = new Table("RULE", "ON", "SEVERITY", "CONDITION", "FOR", "FIRING", "TO", "NAME") { Right = [5] };
        foreach (var rule in rules)
        {
            var counts = string.Join(" in ", new[] { rule.Text(nameof(AlertRuleView.Threshold)), rule.Text(nameof(AlertRuleView.Within)) }.Where(t => t.Length > 0));
            var channels = string.Join(',', rule.All(nameof(AlertRuleView.Channels)).Select(c => c.ToString()));
            table.Add(
                rule.Text(nameof(AlertRuleView.Id)) + (rule.Flag(nameof(AlertRuleView.Shipped)) && rule.Flag(nameof(AlertRuleView.Edited)) ? " *" : ""), rule.Flag(nameof(AlertRuleView.On)) ? "on" : "off", rule.Text(nameof(AlertRuleView.Severity)),
                $"{rule.Text(nameof(AlertRuleView.Condition))} {counts}".TrimEnd(), rule.Text(nameof(AlertRuleView.For)), rule.Text(nameof(AlertRuleView.Firing)), channels.Length == 0 ? "all" : channels, rule.Text(nameof(AlertRuleView.Name)));
        }
        session.Terminal.Say(table.Lines(new Ink(session.Terminal.HasColour), session.Terminal.Columns()));
    }

    private static Fields Fields(Session session, bool isEdit)
    {
        var fields = new Fields(session, isEdit);
        if (!isEdit)
            fields.Fixed("id", session.Line.Argument(0));
        return fields.Text("--condition", "--name", "--severity", "--for", "--clear-after", "--within", "--repeat-every").Number("--threshold").Flag("on", "--on", "--off")
            .List("subjects", "--subject").Pairs("labels", "--label").List("channels", "--channel");
    }

    private static ExitCode Create(Session session) => session.Show(
        session.Door.Post($"/api/v1/{Things}", Fields(session, isEdit: false).Bytes(Things)), json => session.Terminal.Say($"alert-rule/{json.Text(nameof(AlertRuleView.Id))} is created."));

    private static ExitCode Edit(Session session) => session.Show(
        session.Door.Patch(Ids.Path(Things, session.Line.Argument(0)), Fields(session, isEdit: true).Bytes(Things), session.Line.Value("--if-version")), json => session.Terminal.Say($"alert-rule/{json.Text(nameof(AlertRuleView.Id))} is changed."));

    private static ExitCode Remove(Session session)
    {
        session.Door.Delete(Ids.Path(Things, session.Line.Argument(0)), session.Line.Value("--if-version"));
        return session.Done($"alert-rule/{session.Line.Argument(0)} is removed; a built-in rule is back at its defaults.");
    }
}
