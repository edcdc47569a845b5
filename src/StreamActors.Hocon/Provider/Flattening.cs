using Microsoft.Extensions.Configuration;

namespace StreamActors.Hocon.Provider;

/// <summary>
/// A tree as the flat keys of Microsoft.Extensions.Configuration: <c>a:b:c</c>, lists as <c>a:0</c>. Those keys ignore case and use
/// the colon as separator, so keys that would collide are refused instead of losing one.
/// </summary>
internal sealed class Flattening
{
    private readonly Dictionary<string, string?> _values = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, ValueOrigin> _origins = new(StringComparer.OrdinalIgnoreCase);
    private long _characters;

    private Flattening()
    {
    }

    internal IDictionary<string, string?> Values => _values;

    internal IReadOnlyDictionary<string, ValueOrigin> Origins => _origins;

    internal static Flattening Of(HoconObject root)
    {
        var flat = new Flattening();
        flat.AddFields(root, null);
        return flat;
    }

    private void Add(string key, HoconValue value)
    {
        switch (value)
        {
            case HoconObject { Fields.Count: > 0 } section:
                _origins.TryAdd(key, section.Origin);
                AddFields(section, key);
                break;
            case HoconArray { Items.Count: > 0 } list:
                _origins.TryAdd(key, list.Origin);
                for (var at = 0; at < list.Items.Count; at++)
                    Add(ConfigurationPath.Combine(key, $"{at}"), list.Items[at]);
                break;
            case HoconArray:
                Put(key, "", value.Origin);
                break;
            default:
                Put(key, value is HoconScalar { IsNull: false } scalar ? scalar.Text : null, value.Origin);
                break;
        }
    }

    private void AddFields(HoconObject section, string? above)
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var field in section.Fields)
        {
            if (!seen.Add(field.Key))
                throw new HoconException(field.KeyOrigin,
                    $"duplicate key {HoconRendering.Quoted(field.Key)}: keys ignore upper and lower case.");
            Add(above is null ? field.Key : ConfigurationPath.Combine(above, field.Key), field.Value);
        }
    }

    private void Put(string key, string? value, ValueOrigin valueOrigin)
    {
        _characters += key.Length;
        if (_characters > Limits.Work)
            throw new HoconException(valueOrigin, "the configuration is too large: too many or too long keys.");
        if (!_values.TryAdd(key, value))
            throw new HoconException(valueOrigin, $"two keys map to the same '{key}'. Avoid colons in keys.");
        _origins[key] = valueOrigin;
    }
}
