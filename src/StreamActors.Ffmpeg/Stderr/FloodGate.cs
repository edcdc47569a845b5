namespace StreamActors.Ffmpeg;

/// <summary>
/// Limits how much of a child's stderr is kept: bytes per second, with a burst. Only keeping costs (masking, disk); dropped lines are still
/// read, so the child never blocks.
/// </summary>
internal sealed class FloodGate(TimeProvider time, int bytesPerSecond = 32 * 1024, int burst = 256 * 1024)
{
    private long _since = time.GetTimestamp();
    private double _budget = burst;
    private long _lines;

    /// <returns>False if the line is to be dropped.</returns>
    internal bool Admit(string line, out long missed)
    {
        var now = time.GetTimestamp();
        _budget = Math.Min(burst, _budget + time.GetElapsedTime(_since, now).TotalSeconds * bytesPerSecond);
        _since = now;
        missed = 0;
        if (_budget < line.Length)
        {
            _lines++;
            return false;
        }
        _budget -= line.Length;
        (missed, _lines) = (_lines, 0);
        return true;
    }

    /// <summary>Lines dropped since the last one that was kept.</summary>
    internal long Missed => _lines;
}
