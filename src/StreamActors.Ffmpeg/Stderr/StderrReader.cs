using System.Globalization;

namespace StreamActors.Ffmpeg;

/// <summary>Turns a child's bytes into masked lines for the tail and the log. Nothing unmasked is kept.</summary>
internal sealed class StderrReader
{
    private readonly LineCutter _cutter;
    private readonly FloodGate _gate;
    private readonly SecretMask _mask;
    private readonly Action<string> _onLine;
    private readonly Action<string>? _onRaw;

    /// <param name="onLine">Receives each kept line, masked.</param>
    /// <param name="onRaw">Sees every line unmasked, also in a flood, and must not keep it.</param>
    internal StderrReader(TimeProvider time, SecretMask mask, Action<string> onLine, Action<string>? onRaw = null)
    {
        (_mask, _onLine, _onRaw) = (mask, onLine, onRaw);
        _gate = new FloodGate(time);
        _cutter = new LineCutter(Take, longest: 8192 + mask.Longest);
    }

    internal StderrTail Tail { get; } = new();

    internal void Add(ReadOnlySpan<byte> bytes) => _cutter.Add(bytes);

    internal void End()
    {
        _cutter.Flush();
        ReportMissed(_gate.Missed);
    }

    private void Take(string line, bool cut)
    {
        _onRaw?.Invoke(line);
        if (!_gate.Admit(line, out var missed))
            return;
        ReportMissed(missed);
        Keep(cut ? WithoutItsEnd(_mask.Mask(line)) : _mask.Mask(line));
    }

    /// <summary>A secret may begin just before the cut, where no mask recognizes it.</summary>
    private string WithoutItsEnd(string masked) => masked[..Math.Max(0, masked.Length - Math.Max(1024, _mask.Longest))] + " …";

    private void ReportMissed(long missed)
    {
        if (missed > 0)
            Keep(string.Create(CultureInfo.InvariantCulture, $"(… {missed} lines dropped: FFmpeg wrote more than is kept)"));
    }

    private void Keep(string line)
    {
        Tail.Add(line);
        _onLine(line);
    }
}
