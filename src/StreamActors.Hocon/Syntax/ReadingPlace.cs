using System.Collections.Immutable;

namespace StreamActors.Hocon.Syntax;

/// <summary>The file being read, for its includes and substitutions.</summary>
/// <param name="Source">The name of the file for display.</param>
/// <param name="File">Its full path; null for a text that is not a file.</param>
/// <param name="Prefixes">
/// The paths of the roots of this file and the files around it, innermost first; null when included inside a list, which has no path.
/// </param>
/// <param name="Around">Full paths of the files around this one, outermost first.</param>
internal sealed record ReadingPlace(string Source, string? File, ImmutableArray<KeyPath>? Prefixes, ImmutableArray<string> Around)
{
    internal static ReadingPlace Outermost(string source, string? file) => new(source, file, [KeyPath.Root], file is null ? [] : [file]);

    internal ReadingPlace Included(string source, string file, KeyPath? at)
    {
        ImmutableArray<KeyPath>? prefixes = at is null || Prefixes is not { } outer ? null
            : at.Equals(outer[0]) ? outer
            : outer.Insert(0, at);
        return new ReadingPlace(source, file, prefixes, Around.Add(file));
    }
}
