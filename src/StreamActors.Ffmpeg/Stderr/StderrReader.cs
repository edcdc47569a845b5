using System.Globalization;

namespace StreamActors.Ffmpeg;

/// <summary>From a child's bytes to masked lines in the tail and on the shelf. Nothing unmasked is kept anywhere.</summary>
internal sealed class StderrReader
{
    private readonly LineCutter _cutter;
    private readonly FloodGate _gate;
    private readonly SecretMask _mask;
    private readonly Action<string> _onLine;

    /// <param name="onLine">Gets each line as it was kept, masked.</param>
    internal StderrReader(TimeProvider time, SecretMask mask, Action<string> onLine)
    {
        (_mask, _onLine) = (mask, onLine);
        _gate = new FloodGate(time);
        _cutter = new LineCutter(Take, longest: 8192 + mask.Longest, margin: Math.Max(1024, mask.Longest));
    }

    internal StderrTail Tail { get; } = new();

    internal void Add(ReadOnlySpan<byte> bytes) => _cutter.Add(bytes);

    internal void End()
    {
        _cutter.Flush();
        TellOf(_gate.Missed);
    }

    private void Take(string line)
    {
        if (!_gate.Admit(line, out var missed))
            return;
        TellOf(missed);
        Keep(_mask.Mask(line));
    }

    private void TellOf(long missed)
    {
        if (missed > 0)
            Keep(string.Create(CultureInfo.InvariantCulture, $"(… {missed} lines let go: more was said than is kept)"));
    }

    private void Keep(string line)
    {
        Tail.Add(line);
        _onLine(line);
    }
}
