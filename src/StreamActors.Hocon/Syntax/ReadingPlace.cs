using System.Collections.Immutable;

namespace StreamActors.Hocon.Syntax;

/// <summary>The file being read, as its includes and substitutions need to know it.</summary>
/// <param name="Source">The name an operator knows the file by.</param>
/// <param name="File">Its full path; null for a text that is no file.</param>
/// <param name="Prefixes">
/// Where roots of this file and of the files around it lie in the whole, innermost first; null where the file was included inside a list,
/// which no path can name.
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
