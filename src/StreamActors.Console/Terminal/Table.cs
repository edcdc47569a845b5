using System.Text;

namespace StreamActors.Cli;

/// <summary>Left-aligned columns, two spaces apart; the last one takes the rest of the line.</summary>
internal sealed class Table(params string[] heads)
{
    private readonly List<string[]> _rows = [];

    /// <summary>Right-aligned columns.</summary>
    public int[] Right { get; init; } = [];

    /// <summary>The column with phases, which is coloured.</summary>
    public int Phase { get; init; } = -1;

    public int Count => _rows.Count;

    public void Add(params string[] cells) => _rows.Add(cells);

    public IEnumerable<string> Lines(AnsiStyle ansiStyle, int columns)
    {
        var widths = new int[heads.Length];
        Widen(widths, heads);
        foreach (var row in _rows)
            Widen(widths, row);
        yield return ansiStyle.Head(Line(heads, widths, columns, -1, ansiStyle));
        foreach (var row in _rows)
            yield return Line(row, widths, columns, Phase, ansiStyle);
    }

    private static void Widen(int[] widths, string[] row)
    {
        for (var n = 0; n < row.Length; n++)
            widths[n] = Math.Max(widths[n], Cells.Width(row[n]));
    }

    private string Line(string[] cells, int[] widths, int columns, int phase, AnsiStyle ansiStyle)
    {
        var line = new StringBuilder();
        var used = 0;
        for (var n = 0; n < cells.Length && used < columns; n++)
        {
            var cell = n == cells.Length - 1 && !Right.Contains(n) ? cells[n] : Cells.Pad(cells[n], widths[n], Right.Contains(n));
            if (used + Cells.Width(cell) > columns)
                cell = Cells.Cut(cell.TrimEnd(), columns - used);
            used += Math.Max(Cells.Width(cell), widths[n]) + 2;
            line.Append(n == phase ? ansiStyle.Phase(cells[n], cell) : cell).Append("  ");
        }
        return line.ToString().TrimEnd();
    }
}
