using System.Diagnostics.CodeAnalysis;

namespace StreamActors.Hocon;

/// <summary>Fields in the order in which their keys first appeared. Keys are case-sensitive.</summary>
public sealed class HoconObject : HoconValue
{
    private readonly Dictionary<string, HoconField> _byKey = new(StringComparer.Ordinal);

    public HoconObject(IReadOnlyList<HoconField> fields, Origin origin)
        : base(origin, 1 + fields.Sum(field => field.Weight))
    {
        Fields = fields;
        foreach (var field in fields)
            _byKey.Add(field.Key, field);
    }

    public IReadOnlyList<HoconField> Fields { get; }

    internal override string Kind => "a section";

    public bool TryGet(string key, [NotNullWhen(true)] out HoconField? field) => _byKey.TryGetValue(key, out field);

    /// <summary>The field at a path, or null where there is none.</summary>
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

    /// <summary>The field at a path written as in a file: <c>a.b."c.d"</c>.</summary>
    public HoconField? Find(string path) => Find(KeyPath.Parse(path));
}
