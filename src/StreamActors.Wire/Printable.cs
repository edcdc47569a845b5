using System.Buffers;
using System.Globalization;
using System.Text;
using static System.Globalization.UnicodeCategory;

namespace StreamActors.Wire;

/// <summary>
/// Untrusted text, made safe for a terminal (decision 0127): control characters (C0, DEL, C1), bidirectional controls, invisible characters
/// and lone surrogates are written as \uXXXX. In JSON that is the same text.
/// </summary>
public static class Printable
{
    public static string Text(string text) => Escaped(text, keepsLines: false);

    /// <summary>A whole document: keeps its own line ends and tabs.</summary>
    public static string Document(string text) => Escaped(text, keepsLines: true);

    private static string Escaped(string text, bool keepsLines)
    {
        if (!text.AsSpan().ContainsAnyExceptInRange(' ', '~'))
            return text;
        var escaped = new StringBuilder(text.Length + 20);
        for (var n = 0; n < text.Length;)
        {
            var isWhole = Rune.DecodeFromUtf16(text.AsSpan(n), out var rune, out var length) == OperationStatus.Done;
            if (isWhole && IsPrintable(rune, keepsLines))
                escaped.Append(text, n, length);
            else
                foreach (var c in text.AsSpan(n, length))
                    escaped.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
            n += length;
        }
        return escaped.ToString();
    }

    private static bool IsPrintable(Rune rune, bool keepsLines) => rune.Value is '\n' or '\t'
        ? keepsLines
        : rune.Value is not 0x2065 // unassigned, reserved as invisible
            && Rune.GetUnicodeCategory(rune) is not (Control or Format or LineSeparator or ParagraphSeparator);
}
