using System.Diagnostics.CodeAnalysis;

namespace StreamActors.Hocon.Shapes;

/// <summary>What a value must look like to become an object of a type: the check and the binding in one, so that they cannot disagree.</summary>
internal abstract class Shape
{
    /// <summary>What would be right, in words that follow "expected".</summary>
    internal abstract string Wanted { get; }

    /// <summary>False when something was wrong; all of it has then been put to the findings.</summary>
    internal abstract bool TryRead(HoconValue value, KeyPath path, Findings findings, out object? result);

    /// <summary>The value as HOCON, such that reading it gives the same value.</summary>
    internal abstract HoconValue Write(object value);

    /// <summary>The known keys from here on.</summary>
    /// <param name="path">The path of this shape.</param>
    /// <param name="preset">What it has when it is not set.</param>
    /// <param name="place">Whether it must be set, and whether it lies in an entry.</param>
    internal virtual IEnumerable<KnownKey> Keys(KeyPath path, object? preset, (bool Required, bool Entry) place) =>
        [new KnownKey(path, Wanted, preset is null ? null : Write(preset).ToString(), place.Required, place.Entry)];

    /// <summary>The shape behind a key written in any case, and the key as we write it.</summary>
    internal virtual bool TryGetMember(string key, [NotNullWhen(true)] out string? ours, [NotNullWhen(true)] out Shape? shape)
    {
        (ours, shape) = (null, null);
        return false;
    }
}
