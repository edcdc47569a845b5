namespace StreamActors.Streaming;

/// <summary>
/// Whether a destination takes less than the stream's bitrate, judged by its backlog and dropped packets. Short network trouble does not
/// count, and a short good phase does not clear it.
/// </summary>
internal sealed class SlowWatch
{
    public static readonly TimeSpan Hold = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan FarBehind = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan CaughtUp = TimeSpan.FromSeconds(1);

    private TimeSpan? _behindSince;
    private TimeSpan? _caughtUpSince;
    private long _lost;

    public bool IsSlow { get; private set; }

    /// <summary>The source is absent or starts: earlier readings are void.</summary>
    public void Forget() => (_behindSince, _caughtUpSince, IsSlow) = (null, null, false);

    public void Check(TimeSpan now, TimeSpan? backlog, long lost)
    {
        var isLosing = lost > _lost;
        _lost = lost;
        if (isLosing || backlog >= FarBehind)
        {
            _caughtUpSince = null;
            _behindSince ??= now;
            IsSlow |= isLosing || now - _behindSince >= Hold;
        }
        else if (backlog < CaughtUp)
        {
            _behindSince = null;
            _caughtUpSince ??= now;
            IsSlow &= now - _caughtUpSince < Hold;
        }
        else
        {
            _behindSince = _caughtUpSince = null;
        }
    }
}
