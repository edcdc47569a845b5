namespace StreamActors.Hocon.Syntax;

internal static class JsonNumber
{
    internal static bool Is(ReadOnlySpan<char> text) => text.Length > 0 && LengthAtStart(text) == text.Length;

    /// <summary>The length of the JSON number at the start of the text, or 0.</summary>
    internal static int LengthAtStart(ReadOnlySpan<char> text)
    {
        var at = text.StartsWith("-") ? 1 : 0;
        var whole = Digits(text, at);
        if (whole == 0)
            return 0;
        at += text[at] == '0' ? 1 : whole;

        if (at < text.Length && text[at] == '.' && Digits(text, at + 1) is > 0 and var fraction)
            at += 1 + fraction;

        if (at < text.Length && text[at] is 'e' or 'E')
        {
            var sign = at + 1 < text.Length && text[at + 1] is '+' or '-' ? 1 : 0;
            if (Digits(text, at + 1 + sign) is > 0 and var exponent)
                at += 1 + sign + exponent;
        }

        return at;
    }

    private static int Digits(ReadOnlySpan<char> text, int start)
    {
        var at = start;
        while (at < text.Length && char.IsAsciiDigit(text[at]))
            at++;
        return Math.Max(0, at - start);
    }
}
