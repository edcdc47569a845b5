using System.Collections.Immutable;
using StreamActors.Hocon.Syntax;

namespace StreamActors.Hocon;

/// <summary>The way from the root to a value. An element may hold any character, dots too: then it is written in quotes.</summary>
public sealed class KeyPath(ImmutableArray<string> elements) : IEquatable<KeyPath>
{
    public static KeyPath Root { get; } = new([]);

    public ImmutableArray<string> Elements { get; } = elements;

    public static KeyPath Of(params ReadOnlySpan<string> elements) => new([.. elements]);

    /// <summary>Reads a path as a key of a file is read. Throws <see cref="HoconException"/> where it is none.</summary>
    public static KeyPath Parse(string text)
    {
        const string source = "path";
        return new PathReader(new TokenCursor(Lexer.Read(text, source), source)).ReadWhole();
    }

    public KeyPath With(string element) => new(Elements.Add(element));

    public KeyPath Then(KeyPath rest) => rest.Elements.IsEmpty ? this : new(Elements.AddRange(rest.Elements));

    public bool Equals(KeyPath? other) => other is not null && Elements.AsSpan().SequenceEqual(other.Elements.AsSpan());

    public override bool Equals(object? obj) => Equals(obj as KeyPath);

    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (var element in Elements)
            hash.Add(element, StringComparer.Ordinal);
        return hash.ToHashCode();
    }

    public override string ToString() => string.Join('.', Elements.Select(HoconRendering.Key));
}
