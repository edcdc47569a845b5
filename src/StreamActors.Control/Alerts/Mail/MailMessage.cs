using MimeKit;
using StreamActors.Domain.Alerts;

namespace StreamActors.Control;

/// <summary>An alert as a plain-text mail.</summary>
internal static class MailMessage
{
    private const int LongestSubject = 120;

    public static MimeMessage Of(ChannelConfig channel, Notice notice, string server)
    {
        var message = new MimeMessage
        {
            Subject = Subject(notice),
            Date = notice.At.ToUniversalTime(),
            MessageId = $"{notice.Id}@{channel.From!.Split('@')[^1]}", // a mail sent twice is recognized as one
            Body = Body(NoticeText.Whole(notice, server)),
        };
        message.From.Add(new MailboxAddress("StreamActors", channel.From));
        message.To.AddRange(channel.To.Select(to => new MailboxAddress("", to)));
        message.Headers.Add("Auto-Submitted", "auto-generated"); // suppresses out-of-office replies
        return message;
    }

    /// <summary>Base64: accepted by every server, whatever the summary contains.</summary>
    private static TextPart Body(string text) =>
        new("plain") { Text = text.ReplaceLineEndings("\r\n"), ContentTransferEncoding = ContentEncoding.Base64 };

    private static string Subject(Notice notice)
    {
        var headline = new string([.. $"[StreamActors] {NoticeText.Headline(notice)}".Select(c => char.IsControl(c) ? ' ' : c)]);
        return headline.Length > LongestSubject ? headline[..LongestSubject] + "…" : headline;
    }
}
