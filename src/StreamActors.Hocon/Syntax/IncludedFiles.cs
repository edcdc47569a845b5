namespace StreamActors.Hocon.Syntax;

/// <summary>The files that an include may refer to. Names are relative to the including file, never to the working folder.</summary>
internal static class IncludedFiles
{
    /// <summary>
    /// The file as written. If it does not exist and the name has no extension, the .json and then the .conf file of that name; both
    /// are read if both exist.
    /// </summary>
    internal static IEnumerable<(string File, string Source)> Candidates(string name, ReadingPlace place, ValueOrigin valueOrigin)
    {
        var local = LocalName(name, valueOrigin);
        string[] names = Path.HasExtension(local) ? [local] : [local, local + ".json", local + ".conf"];
        return names.Select(candidate => (FullPath(candidate, place, valueOrigin), Shown(candidate, place)));
    }

    internal static string AsWritten(string name, ReadingPlace place, ValueOrigin valueOrigin) =>
        FullPath(LocalName(name, valueOrigin), place, valueOrigin);

    internal static void RefuseCycle(string file, ReadingPlace place, ValueOrigin valueOrigin)
    {
        if (place.Around.Contains(file, StringComparer.Ordinal))
            throw new HoconException(valueOrigin, $"circular include: {string.Join(" -> ", [.. place.Around, file])}.");
        if (place.Around.Length >= Limits.IncludeDepth)
            throw new HoconException(valueOrigin, $"includes are nested more than {Limits.IncludeDepth} files deep.");
    }

    private static string LocalName(string name, ValueOrigin valueOrigin)
    {
        if (name.Length == 0 || name.Contains('\0', StringComparison.Ordinal))
            throw new HoconException(valueOrigin, "the name of the included file is empty or contains a NUL character.");
        if (!name.Contains("://", StringComparison.Ordinal) && !name.StartsWith("file:", StringComparison.Ordinal))
            return name;
        return Uri.TryCreate(name, UriKind.Absolute, out var address) && address.IsFile && address.Host.Length == 0
            ? address.LocalPath
            : throw new HoconException(valueOrigin, $"'{name}' is not a local file. Only files can be included here.");
    }

    private static string FullPath(string name, ReadingPlace place, ValueOrigin valueOrigin)
    {
        if (Path.IsPathRooted(name))
            return Path.GetFullPath(name);
        return Path.GetDirectoryName(place.File) is { } folder
            ? Path.GetFullPath(Path.Combine(folder, name))
            : throw new HoconException(valueOrigin, $"'{name}' is relative, but this text is not a file. Write the full path.");
    }

    private static string Shown(string name, ReadingPlace place) =>
        place.File is null ? name : Path.Combine(Path.GetDirectoryName(place.Source) ?? "", name);
}
