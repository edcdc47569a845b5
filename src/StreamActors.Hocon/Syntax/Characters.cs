using System.Globalization;

namespace StreamActors.Hocon.Syntax;

internal static class Characters
{
    private const string Reserved = "$\"{}[]:=,+#`^?!@*&\\";

    /// <summary>
    /// White space as HOCON defines it: every Unicode separator (including non-breaking ones), the byte order mark, and the separating
    /// control characters. U+0085 is not included, so char.IsWhiteSpace cannot be used.
    /// </summary>
    internal static bool IsSpace(char c) => c switch
    {
        ' ' or (>= '\t' and <= '\r') or (>= '\u001c' and <= '\u001f') or '\ufeff' => true,
        < '\u0080' => false,
        _ => char.GetUnicodeCategory(c) is UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator
            or UnicodeCategory.ParagraphSeparator,
    };

    internal static bool IsReserved(char c) => Reserved.Contains(c, StringComparison.Ordinal);
}
