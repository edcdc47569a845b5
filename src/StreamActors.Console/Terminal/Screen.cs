namespace StreamActors.Cli;

/// <summary>The terminal's alternate screen, redrawn repeatedly; the normal one is restored at the end.</summary>
internal sealed class Screen : IDisposable
{
    private const string Enter = "\e[?1049h\e[?25l", Leave = "\e[?25h\e[?1049l", Home = "\e[H", ClearLine = "\e[K", ClearBelow = "\e[J";

    private readonly Terminal _terminal;
    private bool _left;

    public Screen(Terminal terminal)
    {
        _terminal = terminal;
        terminal.Put(Enter);
        terminal.Flush();
    }

    /// <param name="lost">Why the connection was lost, if it was.</param>
    public void Draw(Board board, Uri server, string? lost = null)
    {
        var (columns, rows, now, ansiStyle) = (_terminal.Columns(), _terminal.Rows(), _terminal.Now, _terminal.Style);
        var all = board.Rows.ToList();
        var room = Math.Max(1, rows - 4);
        var wanted = all.Where(r => r.On).ToList();
        var head = $"{server.Authority}  {wanted.Count(r => r.Phase == "on-air")} of {wanted.Count} on air  {HumanText.Clock(now, now)} "
            + $" {(lost is null ? "Ctrl-C ends" : $"reconnecting: {lost}")}";
        _terminal.Put(Home);
        Line(Cells.Cut(head, columns));
        Line("");
        foreach (var line in board.Table(all.Take(room), now).Lines(ansiStyle, columns))
            Line(line);
        if (all.Count > room)
            _terminal.Put($"… and {all.Count - room} more{ClearLine}");
        _terminal.Put(ClearBelow);
        _terminal.Flush();
    }

    public void Dispose()
    {
        if (_left)
            return;
        _left = true;
        _terminal.Put(Leave);
        _terminal.Flush();
    }

    private void Line(string text) => _terminal.Put($"{text}{ClearLine}\r\n");
}
