using System.Globalization;
using System.Text;
using StreamActors.Domain.Alerts;

namespace StreamActors.Alerts;

/// <summary>A mail as it goes over the line (RFC 5322): plain text in UTF-8, encoded so that every server takes it.</summary>
internal static class MailMessage
{
    private const int LongestSubject = 120;
    private const int EncodedWordBytes = 42; // 56 characters of base64: a folded line stays within 76

    public static string Of(ChannelConfig channel, Notice notice, string server)
    {
        var domain = channel.From!.Split('@')[^1];
        string[] head =
        [
            $"From: StreamActors <{channel.From}>",
            $"To: {string.Join(",\r\n ", channel.To)}",
            $"Subject: {Encoded(Subject(notice))}",
            $"Date: {notice.At.ToUniversalTime().ToString("ddd, dd MMM yyyy HH:mm:ss", CultureInfo.InvariantCulture)} +0000",
            $"Message-ID: <{notice.Id}@{domain}>", // a mail that is sent twice is one mail
            "Auto-Submitted: auto-generated", // nobody's holiday answers
            "MIME-Version: 1.0",
            "Content-Type: text/plain; charset=utf-8",
            "Content-Transfer-Encoding: base64",
        ];
        var body = Convert.ToBase64String(Encoding.UTF8.GetBytes(NoticeText.Whole(notice, server)), Base64FormattingOptions.InsertLineBreaks);
        return string.Join("\r\n", head) + "\r\n\r\n" + body + "\r\n";
    }

    private static string Subject(Notice notice)
    {
        var headline = $"[StreamActors] {NoticeText.Headline(notice)}";
        return headline.Length > LongestSubject ? headline[..LongestSubject] + "…" : headline;
    }

    /// <summary>RFC 2047: whatever a summary holds, a header is letters and digits only.</summary>
    private static string Encoded(string text)
    {
        List<string> words = [];
        var word = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            if (Encoding.UTF8.GetByteCount(word.ToString()) + rune.Utf8SequenceLength > EncodedWordBytes)
            {
                words.Add(word.ToString());
                word.Clear();
            }
            word.Append(rune.ToString());
        }
        words.Add(word.ToString());
        return string.Join("\r\n ", words.Select(w => $"=?utf-8?B?{Convert.ToBase64String(Encoding.UTF8.GetBytes(w))}?="));
    }
}
