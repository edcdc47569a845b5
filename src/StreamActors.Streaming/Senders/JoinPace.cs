namespace StreamActors.Streaming;

/// <summary>
/// Paces a joining destination from its starting point to the live edge: a whole group of pictures at once would overrun a default receive
/// buffer. Afterwards it gets packets as they come. A destination that fell behind by the whole ring joins again.
/// </summary>
internal sealed class JoinPace
{
    /// <summary>How often a paced destination is served.</summary>
    public static readonly TimeSpan Step = TimeSpan.FromMilliseconds(5);

    /// <summary>A multiple of the stream's bitrate: two seconds are caught up in two thirds of one.</summary>
    private const int Times = 4;

    /// <summary>Used while the bitrate is unknown or very low.</summary>
    private const long LeastBitsPerSecond = 2_000_000;

    /// <summary>The most sent after a pause of the thread: 37 KiB, a fifth of Linux's default buffer.</summary>
    private const int Most = 28 * Media.Relay.ChunkPool.DatagramPackets;

    private long _jumps;
    private TimeSpan? _at;
    private double _credit = Most / 2.0;
    private long _allowed;

    /// <summary>It has not reached the live edge yet.</summary>
    public bool IsOn { get; private set; } = true;

    /// <returns>Packets that may be sent now.</returns>
    public long Allowed(TimeSpan now, long jumps, long bitsPerSecond)
    {
        if (jumps != _jumps)
            (IsOn, _jumps, _at) = (true, jumps, null);
        if (!IsOn)
            return _allowed = long.MaxValue;
        var passed = now - (_at ?? now);
        _at = now;
        _credit += passed.TotalSeconds * Times * Math.Max(bitsPerSecond, LeastBitsPerSecond) / (8 * Media.Mpegts.TsPacket.Size);
        // At high bitrates twice what comes between two steps: else it would never catch up.
        _credit = Math.Min(_credit, Math.Max(Most, 2 * Step.TotalSeconds * bitsPerSecond / (8 * Media.Mpegts.TsPacket.Size)));
        return _allowed = (long)_credit;
    }

    /// <param name="left">The unused rest of the allowance.</param>
    /// <param name="behind">Packets up to the live edge.</param>
    public void Sent(long left, long behind)
    {
        if (!IsOn)
            return;
        _credit -= _allowed - left;
        IsOn = behind > 0;
    }
}
