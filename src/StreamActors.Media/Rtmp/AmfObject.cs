using System.Diagnostics.CodeAnalysis;

namespace StreamActors.Media.Rtmp;

/// <summary>
/// Properties in their order: an anonymous or typed object, or an ECMA array. Other AMF values are <c>double</c>, <c>bool</c>,
/// <c>string</c>, <c>DateTimeOffset</c>, <c>object?[]</c>, <c>byte[]</c> and null, which also stands for undefined.
/// </summary>
[SuppressMessage("Naming", "CA1710", Justification = "The specification calls it an object.")]
public sealed class AmfObject : List<KeyValuePair<string, object?>>
{
    /// <summary>Written with a count in front, as onMetaData is.</summary>
    public bool IsArray { get; init; }

    public object? this[string name]
    {
        get
        {
            foreach (var (key, value) in this)
            {
                if (string.Equals(key, name, StringComparison.Ordinal))
                    return value;
            }
            return null;
        }
    }

    public void Add(string name, object? value) => Add(new(name, value));

    public string? Text(string name) => this[name] as string;

    /// <summary>A text that a peer says about itself, fit to be shown: short, and without control characters.</summary>
    public string? ShownText(string name) => Text(name) is { } text ? string.Concat(text.Take(100).Where(c => !char.IsControl(c))) : null;
}
