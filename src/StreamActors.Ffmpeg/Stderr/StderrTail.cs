namespace StreamActors.Ffmpeg;

/// <summary>A child's last lines, masked. Limited in lines and size; thread-safe.</summary>
public sealed class StderrTail(int lines = 200, int characters = 64 * 1024)
{
    private readonly Lock _gate = new();
    private readonly Queue<string> _lines = new();
    private int _characters;

    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_gate)
                return [.. _lines];
        }
    }

    internal void Add(string line)
    {
        lock (_gate)
        {
            _lines.Enqueue(line);
            _characters += line.Length;
            while (_lines.Count > lines || (_characters > characters && _lines.Count > 1))
                _characters -= _lines.Dequeue().Length;
        }
    }
}
