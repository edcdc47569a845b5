namespace StreamActors.Hocon.Provider;

/// <summary>Sets one value in a tree and creates its parent sections. An index may address a list element.</summary>
internal static class TreeOverride
{
    internal static HoconObject Put(HoconObject tree, KeyPath path, HoconScalar value) => Put(tree, path.Elements.AsSpan(), value);

    private static HoconObject Put(HoconObject section, ReadOnlySpan<string> path, HoconScalar value)
    {
        var key = path[0];
        var below = section.TryGet(key, out var field) ? field.Value : null;
        HoconValue changed = path.Length == 1 ? value : Put(AsSection(below, value.Origin), path[1..], value);
        var fields = new OrderedDictionary<string, HoconField>(StringComparer.Ordinal);
        foreach (var existing in section.Fields)
            fields.Add(existing.Key, existing);
        fields[key] = new HoconField(key, value.Origin, changed);
        return new HoconObject([.. fields.Values], section.Origin);
    }

    private static HoconObject AsSection(HoconValue? value, ValueOrigin valueOrigin) => value switch
    {
        HoconObject section => section,
        HoconArray list =>
            new HoconObject([.. list.Items.Select((item, index) => new HoconField($"{index}", item.Origin, item))], list.Origin),
        _ => new HoconObject([], valueOrigin),
    };
}
