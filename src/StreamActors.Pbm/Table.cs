namespace StreamActors.Pbm;

/// <summary>Left-aligned columns, two spaces apart.</summary>
internal sealed class Table(params string[] heads)
{
    private readonly List<string[]> _rows = [];

    public bool IsEmpty => _rows.Count == 0;

    public void Add(params string[] cells) => _rows.Add(cells);

    public IReadOnlyList<string> Lines()
    {
        string[][] all = [heads, .. _rows];
        var widths = heads.Select((_, column) => all.Max(row => row[column].Length)).ToArray();
        return [.. all.Select(row => string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd())];
    }
}
