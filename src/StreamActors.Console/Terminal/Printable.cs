using System.Globalization;
using System.Text;

namespace StreamActors.Cli;

/// <summary>
/// What others have written, for a terminal: characters that command it (C0, DEL, C1), that turn the reading direction or
/// that are not seen stand there as \uXXXX. In JSON that is the same text.
/// </summary>
internal static class Printable
{
    public static string Text(string text) => Written(text, keepsLines: false);

    /// <summary>A whole document: its own line ends and tabs stay.</summary>
    public static string Document(string text) => Written(text, keepsLines: true);

    private static string Written(string text, bool keepsLines)
    {
        var n = 0;
        while (n < text.Length && IsPrintable(text[n], keepsLines))
            n++;
        if (n == text.Length)
            return text;
        var written = new StringBuilder(text, 0, n, text.Length + 20);
        foreach (var c in text.AsSpan(n))
        {
            if (IsPrintable(c, keepsLines))
                written.Append(c);
            else
                written.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
        }
        return written.ToString();
    }

    private static bool IsPrintable(char c, bool keepsLines) => c switch
    {
        '\n' or '\t' => keepsLines,
        < ' ' or (>= '\u007f' and <= '\u009f') => false,
        '\u061c' or (>= '\u200b' and <= '\u200f') or (>= '\u2028' and <= '\u202e') or (>= '\u2060' and <= '\u2069') or '\ufeff' or (>= '\ufff9' and <= '\ufffb') => false,
        _ => true,
    };
}
