using System.Collections.Immutable;
using StreamActors.Hocon.Syntax;

namespace StreamActors.Hocon;

/// <summary>The path from the root to a value. An element may contain any character; one with a dot is written in quotes.</summary>
public sealed class KeyPath(ImmutableArray<string> elements) : IEquatable<KeyPath>
{
    public static KeyPath Root { get; } = new([]);

    public ImmutableArray<string> Elements { get; } = elements;

    public static KeyPath Of(params ReadOnlySpan<string> elements) => new([.. elements]);

    /// <summary>Parses a path like a key in a file. Throws <see cref="HoconException"/> when it is invalid.</summary>
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
