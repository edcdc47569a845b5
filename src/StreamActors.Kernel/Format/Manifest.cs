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

/// <summary>A stored name that this version of the program does not know: it comes from a newer one, or from a damaged row.</summary>
public sealed class UnknownManifestException(string manifest) : Exception($"No message is known by the name '{manifest}'.")
{
    public string Manifest { get; } = manifest;
}
