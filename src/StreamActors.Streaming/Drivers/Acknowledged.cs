namespace StreamActors.Streaming;

/// <summary>
/// Counts progress at the destination: FFmpeg's progress moved, and the peer acknowledged data afterwards. Without a TCP connection,
/// FFmpeg's progress alone has to do.
/// </summary>
internal sealed class Acknowledged
{
    private long _count;
    private long _moves;
    private long _most = long.MinValue;
    private long _held;

    public long Count => Volatile.Read(ref _count);

    /// <param name="moves">Rises with each report in which FFmpeg had moved media.</param>
    /// <param name="held">Unacknowledged bytes in the kernel; null if unknown.</param>
    /// <param name="written">Bytes written by FFmpeg, from its newest report.</param>
    public void Check(long moves, long? held, long written)
    {
        // The report is older than the queue reading, so the difference never exceeds what was acknowledged: if it rises, or the queue
        // shrinks, data was acknowledged.
        var isTaken = held is not { } queue || queue == 0 || queue < _held || (written - queue > _most && _most != long.MinValue);
        if (held is { } now)
            (_held, _most) = (now, Math.Max(_most, written - now));
        if (!isTaken || moves == _moves)
            return;
        _moves = moves;
        Volatile.Write(ref _count, _count + 1);
    }
}
