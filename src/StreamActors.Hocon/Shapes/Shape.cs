using System.Diagnostics.CodeAnalysis;

namespace StreamActors.Hocon.Shapes;

/// <summary>Validates a value and converts it to a type in one step, so that the two cannot disagree.</summary>
internal abstract class Shape
{
    /// <summary>What is expected, in words that follow "expected".</summary>
    internal abstract string Wanted { get; }

    /// <summary>False when there were errors, all of which are in the findings.</summary>
    internal abstract bool TryRead(HoconValue value, KeyPath path, Findings findings, out object? result);

    /// <summary>The value as HOCON; reading it gives an equal value.</summary>
    internal abstract HoconValue Write(object value);

    /// <summary>The known keys of this shape.</summary>
    /// <param name="path">The path of this shape.</param>
    /// <param name="preset">Its default.</param>
    /// <param name="place">Whether it is required, and whether it is part of an entry.</param>
    internal virtual IEnumerable<KnownKey> Keys(KeyPath path, object? preset, (bool Required, bool Entry) place) =>
        [new KnownKey(path, Wanted, preset is null ? null : Write(preset).ToString(), place.Required, place.Entry)];

    /// <summary>The shape of a key in any case, and the key's canonical form.</summary>
    internal virtual bool TryGetMember(string key, [NotNullWhen(true)] out string? ours, [NotNullWhen(true)] out Shape? shape)
    {
        (ours, shape) = (null, null);
        return false;
    }
}
