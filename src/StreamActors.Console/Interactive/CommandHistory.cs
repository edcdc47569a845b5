namespace StreamActors.Cli.Interactive;

/// <summary>The command history, kept across sessions in a file for its owner only.</summary>
internal sealed class CommandHistory
{
    private const int Most = 1000;

    private readonly string _path;
    private readonly List<string> _lines = [];

    public CommandHistory(Terminal terminal)
    {
        _path = Path.Combine(terminal.Home, ".local", "state", "streamactors", "history");
        if (File.Exists(_path))
            _lines.AddRange(File.ReadLines(_path).TakeLast(Most));
    }

    public int Count => _lines.Count;

    public string this[int n] => _lines[n];

    /// <summary>Lines with a URL, which may contain a stream key, or with a secret are not written to the file.</summary>
    public void Add(string line)
    {
        if (_lines.Count == 0 || _lines[^1] != line)
            _lines.Add(line);
    }

    public void Save()
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_path)!);
            OwnFile.Write(_path,
                System.Text.Encoding.UTF8.GetBytes(string.Concat(_lines.Where(IsHarmless).TakeLast(Most).Select(l => l + "\n"))));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // The console works without a history.
        }
    }

    private static bool IsHarmless(string line) =>
        !line.Contains("://", StringComparison.Ordinal) && !line.Contains("--secret", StringComparison.Ordinal);
}
