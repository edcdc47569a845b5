namespace StreamActors.Ffmpeg;

/// <summary>
/// How much of what a child says is kept: so many bytes a second, with room for a burst. Only keeping costs us (masking, disk); what is read and let
/// go costs next to nothing, and the child is never held up.
/// </summary>
internal sealed class FloodGate(TimeProvider time, int bytesPerSecond = 32 * 1024, int burst = 256 * 1024)
{
    private long _since = time.GetTimestamp();
    private double _room = burst;
    private long _lines;

    /// <returns>False where the line is to be let go.</returns>
    internal bool Admit(string line, out long missed)
    {
        var now = time.GetTimestamp();
        _room = Math.Min(burst, _room + time.GetElapsedTime(_since, now).TotalSeconds * bytesPerSecond);
        _since = now;
        missed = 0;
        if (_room < line.Length)
        {
            _lines++;
            return false;
        }
        _room -= line.Length;
        (missed, _lines) = (_lines, 0);
        return true;
    }

    /// <summary>What was let go since the last line that was kept.</summary>
    internal long Missed => _lines;
}
