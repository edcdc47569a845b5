namespace StreamActors.Hocon.Shapes;

/// <summary>The known name most similar to a misspelt one: by edit distance, or by a last element that another section has.</summary>
internal static class NearestName
{
    internal static string? Of(string name, IEnumerable<string> known)
    {
        var names = known.ToList();
        var nearest = names
            .Select(candidate => (Name: candidate, Distance: Distance(name, candidate)))
            .Where(candidate => candidate.Distance <= Near(LastWord(name).Length))
            .OrderBy(candidate => candidate.Distance).ThenBy(candidate => candidate.Name, StringComparer.Ordinal)
            .Select(candidate => candidate.Name)
            .FirstOrDefault();
        return nearest ?? names
            .Where(candidate => Distance(LastWord(name), LastWord(candidate)) <= 1)
            .OrderBy(candidate => Distance(LastWord(name), LastWord(candidate))).ThenBy(candidate => candidate, StringComparer.Ordinal)
            .FirstOrDefault();
    }

    private static int Near(int length) => length <= 3 ? 1 : Math.Max(2, length / 3);

    private static string LastWord(string name) => name[(name.LastIndexOf('.') + 1)..];

    /// <summary>Edit distance: insertions, deletions, replacements and swaps of neighbours count one each.</summary>
    internal static int Distance(string a, string b)
    {
        // Names of such different length are never similar; and a huge key must not cost a huge table.
        if (Math.Abs(a.Length - b.Length) > 20 || a.Length > 300)
            return int.MaxValue;
        var rows = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
            rows[i, 0] = i;
        for (var j = 0; j <= b.Length; j++)
            rows[0, j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            for (var j = 1; j <= b.Length; j++)
            {
                var replace = rows[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                rows[i, j] = Math.Min(replace, Math.Min(rows[i - 1, j], rows[i, j - 1]) + 1);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    rows[i, j] = Math.Min(rows[i, j], rows[i - 2, j - 2] + 1);
            }
        }

        return rows[a.Length, b.Length];
    }
}
