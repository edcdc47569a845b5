namespace StreamActors.House.Tests;

/// <summary>The files of a repository by relative path. A rule gets one, and returns the violations.</summary>
/// <param name="read">The text of one.</param>
/// <param name="pictures">Files without text: documents may name them, and no rule reads them.</param>
public sealed class Tree(IEnumerable<string> paths, Func<string, string> read, IEnumerable<string>? pictures = null)
{
    private readonly HashSet<string> _pictures = new(pictures ?? [], StringComparer.Ordinal);

    public IReadOnlyList<string> Paths { get; } = [.. paths.Order(StringComparer.Ordinal)];

    /// <summary>Invented files, to show that a rule can fail.</summary>
    public static Tree Of(params (string Path, string Text)[] files)
    {
        var texts = files.ToDictionary(f => f.Path, f => f.Text, StringComparer.Ordinal);
        return new Tree(texts.Keys, path => texts[path]);
    }

    public string Text(string path) => read(path);

    public IEnumerable<string> Lines(string path) => Text(path).TrimEnd('\n').Split('\n');

    public bool Has(string path) => _pictures.Contains(path) ||
        Paths.Any(p => string.Equals(p, path, StringComparison.Ordinal) || p.StartsWith(path.TrimEnd('/') + "/", StringComparison.Ordinal));

    public IEnumerable<string> Under(string folder, string ending = "") => Paths.Where(p =>
        p.StartsWith(folder, StringComparison.Ordinal) && p.EndsWith(ending, StringComparison.OrdinalIgnoreCase));

    public IEnumerable<ProjectFile> Projects => Under("", ".csproj").Select(p => ProjectFile.Parse(p, Text(p)));

    /// <summary>Every line of these files that matches the pattern, as path:line and text.</summary>
    public IEnumerable<(string Where, string Line)> Search(IEnumerable<string> among, System.Text.RegularExpressions.Regex pattern,
        Func<string, string>? prepare = null) =>
        from path in among
        from line in (prepare?.Invoke(Text(path)) ?? Text(path)).Split('\n').Select((text, n) => (text, number: n + 1))
        where pattern.IsMatch(line.text)
        select ($"{path}:{line.number}", line.text.Trim());
}
