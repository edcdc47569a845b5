using System.Globalization;
using StreamActors.Hocon.Syntax;

namespace StreamActors.Hocon.Units;

/// <summary>A number with an optional unit of letters, and white space around each: the units format of HOCON.</summary>
internal readonly record struct Quantity(decimal Number, string Unit)
{
    internal static Quantity? Parse(ReadOnlySpan<char> text)
    {
        text = Trim(text);
        var length = JsonNumber.LengthAtStart(text);
        var unit = Trim(text[length..]);
        if (length == 0 || unit.ContainsAnyNonLetter())
            return null;

        // A decimal has 28 digits: nothing longer is a duration or a size.
        return decimal.TryParse(text[..length], NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? new Quantity(number, unit.ToString())
            : null;
    }

    /// <summary>The amount in whole steps of <paramref name="step"/>; null when it is too large or rounds to zero.</summary>
    internal long? In(decimal step)
    {
        try
        {
            var exact = Number * step;
            var whole = decimal.Round(exact);
            return whole is < long.MinValue or > long.MaxValue || (whole == 0 && Number != 0) ? null : (long)whole;
        }
        catch (OverflowException)
        {
            return null;
        }
    }

    private static ReadOnlySpan<char> Trim(ReadOnlySpan<char> text)
    {
        while (text.Length > 0 && Characters.IsSpace(text[0]))
            text = text[1..];
        while (text.Length > 0 && Characters.IsSpace(text[^1]))
            text = text[..^1];
        return text;
    }
}

file static class Letters
{
    internal static bool ContainsAnyNonLetter(this ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            if (!char.IsLetter(c))
                return true;
        }

        return false;
    }
}
