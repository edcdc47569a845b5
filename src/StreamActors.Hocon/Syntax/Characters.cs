using System.Globalization;

namespace StreamActors.Hocon.Syntax;

internal static class Characters
{
    private const string Reserved = "$\"{}[]:=,+#`^?!@*&\\";

    /// <summary>
    /// White space as HOCON defines it: every Unicode separator (non-breaking ones too), the byte order mark, and the control characters
    /// that separate. U+0085 is not in it, which is why char.IsWhiteSpace is not used.
    /// </summary>
    internal static bool IsSpace(char c) => c switch
    {
        ' ' or (>= '\t' and <= '\r') or (>= '\u001c' and <= '\u001f') or '\ufeff' => true,
        < '\u0080' => false,
        _ => char.GetUnicodeCategory(c) is UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator,
    };

    internal static bool IsReserved(char c) => Reserved.Contains(c, StringComparison.Ordinal);
}
