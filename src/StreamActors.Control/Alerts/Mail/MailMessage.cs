using MimeKit;
using StreamActors.Domain.Alerts;

namespace StreamActors.Control;

/// <summary>An alert as a mail: plain text.</summary>
internal static class MailMessage
{
    private const int LongestSubject = 120;

    public static MimeMessage Of(ChannelConfig channel, Notice notice, string server)
    {
        var message = new MimeMessage
        {
            Subject = Subject(notice),
            Date = notice.At.ToUniversalTime(),
            MessageId = $"{notice.Id}@{channel.From!.Split('@')[^1]}", // a mail that is sent twice is one mail
            Body = Body(NoticeText.Whole(notice, server)),
        };
        message.From.Add(new MailboxAddress("StreamActors", channel.From));
        message.To.AddRange(channel.To.Select(to => new MailboxAddress("", to)));
        message.Headers.Add("Auto-Submitted", "auto-generated"); // nobody's holiday answers
        return message;
    }

    /// <summary>In base64: every server takes it, whatever a summary holds.</summary>
    private static TextPart Body(string text) => new("plain") { Text = text.ReplaceLineEndings("\r\n"), ContentTransferEncoding = ContentEncoding.Base64 };

    private static string Subject(Notice notice)
    {
        var headline = new string([.. $"[StreamActors] {NoticeText.Headline(notice)}".Select(c => char.IsControl(c) ? ' ' : c)]);
        return headline.Length > LongestSubject ? headline[..LongestSubject] + "…" : headline;
    }
}
