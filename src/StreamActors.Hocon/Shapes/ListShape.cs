using System.Collections;

namespace StreamActors.Hocon.Shapes;

/// <summary>A list, an object with numeric keys, or, from environment and command line, a text: <c>a,b</c> or <c>[a, "b c"]</c>.</summary>
internal sealed class ListShape(Type itemType, Shape item, bool asArray) : Shape
{
    internal override string Wanted => $"a list of {Plural(item.Wanted)}";

    internal override bool TryRead(HoconValue value, KeyPath path, Findings findings, out object? result)
    {
        result = null;
        if (AsList(value) is not { } list)
            return findings.Wrong(value, path, Wanted);

        var items = (IList)Activator.CreateInstance(typeof(List<>).MakeGenericType(itemType))!;
        for (var at = 0; at < list.Items.Count; at++)
        {
            if (item.TryRead(list.Items[at], path.With($"{at}"), findings, out var read))
                items.Add(read);
        }

        result = items;
        if (asArray)
        {
            var array = Array.CreateInstance(itemType, items.Count);
            items.CopyTo(array, 0);
            result = array;
        }

        return items.Count == list.Items.Count;
    }

    internal override HoconValue Write(object value) =>
        new HoconArray([.. ((IEnumerable)value).Cast<object>().Select(item.Write)], ValueOrigin.Other("options"));

    internal override IEnumerable<KnownKey> Keys(KeyPath path, object? preset, (bool Required, bool Entry) place) =>
        base.Keys(path, preset, place).Concat(item is ScalarShape ? [] : item.Keys(path.With("*"), null, (false, true)));

    private static HoconArray? AsList(HoconValue value) => value switch
    {
        HoconArray list => list,
        HoconObject section => IndexedObjects.AsList(section),
        HoconScalar { IsNull: false, Origin.IsPlainText: true } text => PlainText.AsList(text),
        _ => null,
    };

    private static string Plural(string wanted) =>
        wanted.Split(' ', 2) is ["a" or "an", var rest] ? $"values, each a {rest}" : $"values, each {wanted}";
}
