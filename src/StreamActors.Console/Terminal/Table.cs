using System.Text;

namespace StreamActors.Cli;

/// <summary>Columns as wide as what is in them, two spaces apart; the last one takes what is left of the line.</summary>
internal sealed class Table(params string[] heads)
{
    private readonly List<string[]> _rows = [];

    /// <summary>Numbers stand to the right.</summary>
    public int[] Right { get; init; } = [];

    /// <summary>The column that holds phases, and is coloured by them.</summary>
    public int Phase { get; init; } = -1;

    public int Count => _rows.Count;

    public void Add(params string[] cells) => _rows.Add(cells);

    public IEnumerable<string> Lines(Ink ink, int columns)
    {
        var widths = new int[heads.Length];
        Widen(widths, heads);
        foreach (var row in _rows)
            Widen(widths, row);
        yield return ink.Head(Line(heads, widths, columns, -1, ink));
        foreach (var row in _rows)
            yield return Line(row, widths, columns, Phase, ink);
    }

    private static void Widen(int[] widths, string[] row)
    {
        for (var n = 0; n < row.Length; n++)
            widths[n] = Math.Max(widths[n], row[n].Length);
    }

    private string Line(string[] cells, int[] widths, int columns, int phase, Ink ink)
    {
        var line = new StringBuilder();
        var used = 0;
        for (var n = 0; n < cells.Length && used < columns; n++)
        {
            var isLast = n == cells.Length - 1;
            var cell = Right.Contains(n) ? cells[n].PadLeft(widths[n]) : isLast ? cells[n] : cells[n].PadRight(widths[n]);
            if (used + cell.Length > columns)
                cell = Cut(cell, columns - used);
            used += cell.Length + 2;
            line.Append(n == phase ? ink.Phase(cells[n], cell) : cell);
            if (!isLast)
                line.Append("  ");
        }
        return line.ToString().TrimEnd();
    }

    private static string Cut(string cell, int room) => room <= 0 ? "" : cell.TrimEnd().Length <= room ? cell[..room] : cell[..(room - 1)] + "…";
}
