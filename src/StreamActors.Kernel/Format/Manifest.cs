using System.Globalization;

namespace StreamActors.Kernel;

/// <summary>The stored name of a message: <c>name.vN</c>.</summary>
public readonly record struct Manifest(string Name, int Version)
{
    public static Manifest Parse(string text)
    {
        var dot = text.LastIndexOf(".v", StringComparison.Ordinal);
        return dot > 0 && int.TryParse(text.AsSpan(dot + 2), NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            ? new Manifest(text[..dot], version)
            : throw new UnknownManifestException(text);
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Name}.v{Version}");
}

/// <summary>The stored name is unknown to this version of the program: a newer version wrote it, or the row is damaged.</summary>
public sealed class UnknownManifestException(string manifest) : Exception($"Unknown message name '{manifest}'.")
{
    public string Manifest { get; } = manifest;
}
