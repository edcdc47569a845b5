namespace StreamActors.Streaming;

/// <summary>
/// Whether a destination takes less than its stream has: judged by how far it is behind, and by what had to be left out for
/// it. A moment of a bad network is not enough, and one moment of a good one does not make up for it.
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

    /// <summary>The source is away, or it begins: what was before says nothing any more.</summary>
    public void Forget() => (_behindSince, _caughtUpSince, IsSlow) = (null, null, false);

    public void Look(TimeSpan now, TimeSpan? backlog, long lost)
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
