using System.Collections;

namespace StreamActors.Hocon.Shapes;

/// <summary>A section with keys of the operator's choice.</summary>
internal sealed class DictionaryShape(Type entryType, Shape entry) : Shape
{
    internal override string Wanted => $"a section whose entries are each {entry.Wanted}";

    internal override bool TryRead(HoconValue value, KeyPath path, Findings findings, out object? result)
    {
        result = null;
        var section = value as HoconObject ?? (value is HoconScalar { IsNull: false, Origin.IsPlainText: true } text
            ? PlainText.AsSection(text) : null);
        if (section is null)
            return findings.Wrong(value, path, Wanted);

        var entries = (IDictionary)Activator.CreateInstance(
            typeof(Dictionary<,>).MakeGenericType(typeof(string), entryType), StringComparer.Ordinal)!;
        foreach (var field in section.Fields)
        {
            if (entry.TryRead(field.Value, path.With(field.Key), findings, out var read))
                entries.Add(field.Key, read);
        }

        result = entries;
        return entries.Count == section.Fields.Count;
    }

    internal override HoconValue Write(object value)
    {
        var valueOrigin = ValueOrigin.Other("options");
        var fields = ((IEnumerable)value).Cast<object>().Select(pair => (
            Key: (string)pair.GetType().GetProperty("Key")!.GetValue(pair)!,
            Value: pair.GetType().GetProperty("Value")!.GetValue(pair)!));
        return new HoconObject([.. fields.Select(field => new HoconField(field.Key, valueOrigin, entry.Write(field.Value)))], valueOrigin);
    }

    internal override IEnumerable<KnownKey> Keys(KeyPath path, object? preset, (bool Required, bool Entry) place) =>
        [
            new KnownKey(path, Wanted, preset is null ? null : Rendered(Write(preset)), place.Required, place.Entry),
            .. entry.Keys(path.With("*"), null, (false, true)),
        ];

    private static string Rendered(HoconValue section) => section is HoconObject { Fields.Count: 0 } ? "{}" : $"{{\n{section}}}";

    internal override bool TryGetMember(string key, out string ours, out Shape shape)
    {
        (ours, shape) = (key, entry);
        return true;
    }
}
