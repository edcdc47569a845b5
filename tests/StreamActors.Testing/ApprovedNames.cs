using StreamActors.Kernel;

namespace StreamActors.Testing;

/// <summary>
/// A file with every stored name there ever was, one per line; '#' starts a comment. Names are for ever: the file only grows, and the
/// vocabulary must read all of it.
/// </summary>
public static class ApprovedNames
{
    /// <returns>The differences; empty if the two agree.</returns>
    public static IReadOnlyList<string> Complaints(Vocabulary vocabulary, IEnumerable<string> lines)
    {
        var approved = lines.Select(l => l.Split('#')[0].Trim()).Where(l => l.Length > 0).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. approved.Where(name => !vocabulary.Knows(name)).Order(StringComparer.Ordinal)
                .Select(name =>
                $"'{name}' is approved, so journals hold it, but the vocabulary cannot read it: a name is never removed or changed; add "
                + $"an upcast."),
            .. vocabulary.Words.Keys.Where(name => !approved.Contains(name)).Order(StringComparer.Ordinal)
                .Select(name => $"'{name}' is new: add it to the approved list, and mean it, since it can never be taken back."),
        ];
    }
}
