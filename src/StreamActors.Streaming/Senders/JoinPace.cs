namespace StreamActors.Streaming;

/// <summary>
/// How fast a destination that joins is given what lies between its joining point and the live edge: a group of pictures at
/// once would overrun the receive buffer of a peer with its system's default. From then on it is given what comes as it
/// comes. A destination that fell a ring behind joins again.
/// </summary>
internal sealed class JoinPace
{
    /// <summary>How soon a destination that is paced wants to be served again.</summary>
    public static readonly TimeSpan Step = TimeSpan.FromMilliseconds(5);

    /// <summary>So many times the stream's own rate: two seconds are caught up in two thirds of one.</summary>
    private const int Times = 4;

    /// <summary>For a stream whose rate is not known yet, or is next to nothing.</summary>
    private const long LeastBitsPerSecond = 2_000_000;

    /// <summary>After a pause of the thread at most this much is made up for: 37 KiB, a fifth of Linux's default buffer.</summary>
    private const int Most = 28 * Media.Relay.ChunkPool.DatagramPackets;

    private long _jumps;
    private TimeSpan? _at;
    private double _credit = Most / 2.0;
    private long _allowed;

    /// <summary>It has not reached the live edge yet.</summary>
    public bool IsOn { get; private set; } = true;

    /// <returns>Packets that may go now.</returns>
    public long Allowed(TimeSpan now, long jumps, long bitsPerSecond)
    {
        if (jumps != _jumps)
            (IsOn, _jumps, _at) = (true, jumps, null);
        if (!IsOn)
            return _allowed = long.MaxValue;
        var passed = now - (_at ?? now);
        _at = now;
        _credit += passed.TotalSeconds * Times * Math.Max(bitsPerSecond, LeastBitsPerSecond) / (8 * Media.Mpegts.TsPacket.Size);
        _credit = Math.Min(_credit, Most);
        return _allowed = (long)_credit;
    }

    /// <param name="left">Of what was allowed.</param>
    /// <param name="behind">Packets between it and the live edge.</param>
    public void Sent(long left, long behind)
    {
        if (!IsOn)
            return;
        _credit -= _allowed - left;
        IsOn = behind > 0;
    }
}
