namespace StreamActors.Hocon;

/// <summary>Merges one tree over another by the rule for duplicate keys: sections merge, everything else is replaced.</summary>
public static class HoconMerging
{
    public static HoconObject Over(this HoconObject above, HoconObject below)
    {
        var fields = new OrderedDictionary<string, HoconField>(StringComparer.Ordinal);
        foreach (var field in below.Fields)
            fields[field.Key] = field;
        foreach (var field in above.Fields)
            fields[field.Key] = fields.TryGetValue(field.Key, out var lower) ? field.Over(lower) : field;
        return new HoconObject([.. fields.Values], above.Origin);
    }

    private static HoconField Over(this HoconField above, HoconField below) =>
        above.Value is HoconObject section && below.Value is HoconObject lower ? above with { Value = section.Over(lower) } : above;
}
