namespace StreamActors.Streaming;

/// <summary>
/// Counts what a destination has accepted: FFmpeg's progress moved, and afterwards the peer acknowledged something. Where
/// there is no TCP connection to look at, FFmpeg's progress has to do.
/// </summary>
internal sealed class Acknowledged
{
    private long _count;
    private long _moves;
    private long _most = long.MinValue;
    private long _held;

    public long Count => Volatile.Read(ref _count);

    /// <param name="moves">Rises with each report in which FFmpeg had moved something.</param>
    /// <param name="held">Bytes that the kernel holds for the peer; null where that is not known.</param>
    /// <param name="written">Bytes that FFmpeg had written by its newest report.</param>
    public void Look(long moves, long? held, long written)
    {
        // A report is older than the queue, so the difference is never more than what was acknowledged: where it rises, or the
        // queue shrinks, some was.
        var isTaken = held is not { } queue || queue == 0 || queue < _held || (written - queue > _most && _most != long.MinValue);
        if (held is { } now)
            (_held, _most) = (now, Math.Max(_most, written - now));
        if (!isTaken || moves == _moves)
            return;
        _moves = moves;
        Volatile.Write(ref _count, _count + 1);
    }
}
