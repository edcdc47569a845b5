using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using StreamActors.Domain.Alerts;

namespace StreamActors.Control;

/// <summary>The payload of Slack-compatible incoming webhooks: a text for notifications, blocks for display.</summary>
internal sealed record SlackMessage(string Text, IReadOnlyList<SlackBlock> Blocks)
{
    private const int LongestSection = 2900; // Slack's limit is 3,000

    public static byte[] Of(Notice notice, string server)
    {
        var headline = Escaped(NoticeText.Headline(notice));
        List<SlackBlock> blocks = [new("section", new SlackText("mrkdwn", $"*{headline}*"), null)];
        var section = new StringBuilder();
        foreach (var line in NoticeText.Lines(notice).Select(l => Escaped(l.Length > 500 ? l[..500] + "…" : l)))
        {
            if (section.Length + line.Length > LongestSection)
                Flush(blocks, section);
            section.Append(line).Append('\n');
        }
        Flush(blocks, section);
        blocks.Add(new SlackBlock("context", null,
            [new SlackText("mrkdwn", Escaped($"StreamActors, {server}, {AlertText.Clock(notice.At)}"))]));
        return JsonSerializer.SerializeToUtf8Bytes(new SlackMessage(headline, blocks), SlackJson.Default.SlackMessage);
    }

    private static void Flush(List<SlackBlock> blocks, StringBuilder section)
    {
        if (section.Length > 0)
            blocks.Add(new SlackBlock("section", new SlackText("mrkdwn", section.ToString().TrimEnd()), null));
        section.Clear();
    }

    /// <summary>Escapes the three control characters, so that no summary can mention a whole channel.</summary>
    private static string Escaped(string text) => text.Replace("&", "&amp;", StringComparison.Ordinal)
        .Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal);
}

internal sealed record SlackBlock(string Type, SlackText? Text, IReadOnlyList<SlackText>? Elements);

internal sealed record SlackText(string Type, string Text);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(SlackMessage))]
internal sealed partial class SlackJson : JsonSerializerContext;
