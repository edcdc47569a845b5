using System.Text;

namespace StreamActors.Domain.Addresses;

/// <summary>A user or password for RTMP. FFmpeg reads both from the URL without decoding anything, and keeps 49 bytes of each.</summary>
public static class RtmpCredential
{
    public const string PasswordCure = "1 to 49 bytes without / ? # @ and spaces: FFmpeg sends no other";
    public const string UserCure = "a user of 1 to 49 bytes without / ? # @ : & = and spaces: FFmpeg sends no other";

    private const int MostBytes = 49;

    public static bool IsPassword(string text) => Encoding.UTF8.GetByteCount(text) is >= 1 and <= MostBytes
        && !text.Any(letter => letter is '/' or '?' or '#' or '@' || char.IsControl(letter) || char.IsWhiteSpace(letter));

    /// <summary>It stands in a query that FFmpeg makes.</summary>
    public static bool IsUser(string text) =>
        IsPassword(text) && !text.Any(letter => letter is ':' or '&' or '=');
}
