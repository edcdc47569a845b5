using System.Text;

namespace StreamActors.Domain.Addresses;

/// <summary>An RTMP user or password. FFmpeg reads both from the URL without decoding them, and keeps 49 bytes of each.</summary>
public static class RtmpCredential
{
    public const string PasswordCure = "1 to 49 bytes without / ? # @ and spaces, a limit of FFmpeg";
    public const string UserCure = "a user of 1 to 49 bytes without / ? # @ : & = and spaces, a limit of FFmpeg";

    private const int MostBytes = 49;

    public static bool IsPassword(string text) => Encoding.UTF8.GetByteCount(text) is >= 1 and <= MostBytes
        && !text.Any(letter => letter is '/' or '?' or '#' or '@' || char.IsControl(letter) || char.IsWhiteSpace(letter));

    /// <summary>FFmpeg puts it into a query, so the separators of queries are excluded too.</summary>
    public static bool IsUser(string text) =>
        IsPassword(text) && !text.Any(letter => letter is ':' or '&' or '=');
}
