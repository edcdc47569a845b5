using StreamActors.Hocon.Resolving;
using StreamActors.Hocon.Syntax;

namespace StreamActors.Hocon;

/// <summary>A resolved document including everything it includes.</summary>
/// <param name="Root">An object, or a list if the text is one.</param>
/// <param name="Files">Full paths of the files read, in reading order.</param>
/// <param name="Variables">Environment variables used by substitutions, set or not.</param>
public sealed record HoconDocument(HoconValue Root, IReadOnlyList<string> Files, IReadOnlyCollection<string> Variables)
{
    /// <summary>Reads a text that is not a file: its includes need full paths. Every error is a <see cref="HoconException"/>.</summary>
    public static HoconDocument Parse(string text, string source = "text", IncludeContext? includeContext = null)
    {
        var world = includeContext ?? IncludeContext.OfThisProcess;
        var files = new FilesRead(world);
        var place = ReadingPlace.Outermost(source, file: null);
        files.CountCharacters(text.Length, ValueOrigin.At(source, 1, 1));
        return Read(text, place, files, world);
    }

    /// <summary>The same from bytes, which must be UTF-8.</summary>
    public static HoconDocument Parse(ReadOnlySpan<byte> bytes, string source = "text", IncludeContext? includeContext = null) =>
        Parse(Utf8Text.Decode(bytes, source), source, includeContext);

    /// <summary>Reads a file. Every error, including a missing file, is a <see cref="HoconException"/>.</summary>
    public static HoconDocument Load(string path, IncludeContext? includeContext = null) =>
        TryLoad(path, includeContext) ?? throw new HoconException(ValueOrigin.Other(path), "no such file.");

    /// <summary>Reads a file; null when it does not exist.</summary>
    public static HoconDocument? TryLoad(string path, IncludeContext? includeContext = null)
    {
        var world = includeContext ?? IncludeContext.OfThisProcess;
        var files = new FilesRead(world);
        var full = FullPath(path);
        return files.TryRead(full, path, ValueOrigin.At(path, 1, 1)) is { } text
            ? Read(text, ReadingPlace.Outermost(path, full), files, world)
            : null;
    }

    private static string FullPath(string path) => path.Length > 0 && !path.Contains('\0', StringComparison.Ordinal)
        ? Path.GetFullPath(path)
        : throw new HoconException(ValueOrigin.Other("path"), "the file name is empty or contains a NUL character.");

    private static HoconDocument Read(string text, ReadingPlace place, FilesRead files, IncludeContext world)
    {
        var node = HoconReader.Of(text, place, files).ReadDocument();
        var (root, variables) = Resolver.Resolve(node, world.Environment);
        return new HoconDocument(root, files.Names, variables);
    }
}
