using System.Diagnostics.CodeAnalysis;

namespace StreamActors.Hocon;

/// <summary>Fields in order of first appearance. Keys are case-sensitive and unique.</summary>
public sealed class HoconObject : HoconValue
{
    /// <summary>Most objects are small: a linear search over so few fields is faster than an index and costs no memory.</summary>
    private const int Few = 8;

    private readonly Lazy<Dictionary<string, HoconField>>? _byKey;

    internal HoconObject(IReadOnlyList<HoconField> fields, ValueOrigin valueOrigin)
        : base(valueOrigin, 1 + fields.Sum(field => field.Weight))
    {
        Fields = fields;
        if (fields.Count > Few)
            _byKey = new(() => Fields.ToDictionary(field => field.Key, StringComparer.Ordinal));
    }

    private HoconObject(HoconObject same, ValueOrigin valueOrigin)
        : base(valueOrigin, same.Weight)
    {
        Fields = same.Fields;
        _byKey = same._byKey;
    }

    public IReadOnlyList<HoconField> Fields { get; }

    internal override string Kind => "a section";

    /// <summary>The same fields with another origin.</summary>
    internal HoconObject At(ValueOrigin valueOrigin) => new(this, valueOrigin);

    public bool TryGet(string key, [NotNullWhen(true)] out HoconField? field)
    {
        if (_byKey is not null)
            return _byKey.Value.TryGetValue(key, out field);
        field = Fields.FirstOrDefault(field => field.Key == key);
        return field is not null;
    }

    /// <summary>The field at a path, or null.</summary>
    public HoconField? Find(KeyPath path)
    {
        HoconField? found = null;
        HoconValue value = this;
        foreach (var key in path.Elements)
        {
            if (value is not HoconObject section || !section.TryGet(key, out found))
                return null;
            value = found.Value;
        }

        return found;
    }

    /// <summary>The field at a path as written in a file: <c>a.b."c.d"</c>.</summary>
    public HoconField? Find(string path) => Find(KeyPath.Parse(path));
}
