namespace StreamActors.Hocon.Shapes;

/// <summary>Parses lists and sections in variables and options, which hold only text.</summary>
internal static class PlainText
{
    private static readonly IncludeContext Nothing = new(_ => null, _ => null);

    /// <summary>HOCON if in brackets, else separated by commas. An empty text is an empty list.</summary>
    internal static HoconArray? AsList(HoconScalar text)
    {
        if (text.Text.AsSpan().TrimStart().StartsWith("["))
            return Read(text) as HoconArray;
        var items = text.Text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return new HoconArray([.. items.Select(item => new HoconScalar(ScalarKind.Text, item, text.Origin))], text.Origin);
    }

    internal static HoconObject? AsSection(HoconScalar text) =>
        text.Text.AsSpan().TrimStart().StartsWith("{") ? Read(text) as HoconObject : null;

    private static HoconValue? Read(HoconScalar text)
    {
        try
        {
            return HoconDocument.Parse(text.Text, text.Origin.ToString(), Nothing).Root;
        }
        catch (HoconException)
        {
            // The error names the variable and what is expected; a position within so short a text adds nothing.
            return null;
        }
    }
}
