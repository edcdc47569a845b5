using System.Globalization;
using System.Text;
using StreamActors.Domain.Alerts;

namespace StreamActors.Control;

/// <summary>A message as text: a subject line and a body.</summary>
internal static class NoticeText
{
    public const string Test = "This is a test: alerts of this server are sent here.";

    /// <summary>Longer messages are cut.</summary>
    private const int MostLines = 20;

    public static string Headline(Notice notice)
    {
        var (firing, resolved) = (notice.Items.Count(i => i.Firing), notice.Items.Count(i => !i.Firing));
        return (firing, resolved) switch
        {
            (0, 0) => Test,
            (1, 0) => $"{AlertText.Severity(notice.Items[0].Severity)}: {notice.Items[0].Summary}",
            (0, 1) => $"resolved: {notice.Items[0].Why}",
            (_, 0) => string.Create(CultureInfo.InvariantCulture,
                $"{firing} alerts, the worst {AlertText.Severity(notice.Items.Max(i => i.Severity))}"),
            (0, _) => string.Create(CultureInfo.InvariantCulture, $"{resolved} alerts are resolved"),
            _ => string.Create(CultureInfo.InvariantCulture,
                $"{firing} {(firing == 1 ? "alert fires" : "alerts fire")}, {resolved} {(resolved == 1 ? "is" : "are")} resolved"),
        };
    }

    public static IEnumerable<string> Lines(Notice notice)
    {
        foreach (var item in notice.Items.Take(MostLines))
            yield return item.Firing
                ? $"[{AlertText.Severity(item.Severity)}{(item.Again ? ", still" : "")}] {item.Summary} Since "
                + $"{AlertText.Clock(item.Since)}. ({item.Alert})"
                : $"[resolved] {item.Why} Was: {item.Summary} ({item.Alert})";
        if (notice.Items.Length > MostLines)
            yield return string.Create(CultureInfo.InvariantCulture, $"and {notice.Items.Length - MostLines} more: streamactors alerts");
    }

    public static string Whole(Notice notice, string server)
    {
        var text = new StringBuilder().AppendLine(Headline(notice)).AppendLine();
        foreach (var line in Lines(notice))
            text.AppendLine(line);
        return text.AppendLine().Append(CultureInfo.InvariantCulture, $"StreamActors, {server}, {AlertText.Clock(notice.At)}").AppendLine()
            .ToString();
    }
}
