namespace StreamActors.Streaming;

internal enum Sign
{
    None,

    /// <summary>Media is accepted: for the first time, or again.</summary>
    Accepted,

    Stalled,
}

/// <summary>Whether a driver streams, judged only by what it has moved.</summary>
/// <param name="firstWithin">How long the first media may take, including the connection.</param>
internal sealed class MediaWatch(TimeSpan stallAfter, TimeSpan firstWithin)
{
    private TimeSpan _stallAfter = stallAfter;
    private TimeSpan _firstWithin = firstWithin;
    private long _accepted;
    private TimeSpan _since;
    private State _state = State.New;

    private enum State
    {
        New,
        Fresh,
        Moving,
        Still,
    }

    /// <returns>Whether a timeout has changed.</returns>
    public bool Change(TimeSpan stallAfter, TimeSpan firstWithin)
    {
        if (stallAfter == _stallAfter && firstWithin == _firstWithin)
            return false;
        (_stallAfter, _firstWithin) = (stallAfter, firstWithin);
        return true;
    }

    /// <summary>When media last moved.</summary>
    public TimeSpan Since => _since;

    /// <summary>The source is back: report again when media is accepted.</summary>
    public void Expect() => _state = State.New;

    /// <param name="accepted">Rises with what the destination took, or the source gave.</param>
    /// <param name="nothingToMove">The source is absent: no progress is no stall.</param>
    /// <param name="isPeerGone">Nothing can move: once it has moved, the stall time is not waited for.</param>
    public Sign Check(TimeSpan now, long accepted, bool nothingToMove, bool isPeerGone = false)
    {
        if (_state == State.New)
            (_accepted, _since, _state) = (accepted, now, State.Fresh);
        if (accepted != _accepted)
        {
            (_accepted, _since) = (accepted, now);
            if (_state == State.Moving)
                return Sign.None;
            _state = State.Moving;
            return Sign.Accepted;
        }
        if (nothingToMove)
            _since = now;
        else if ((_state == State.Moving && isPeerGone)
            || (_state != State.Still && now - _since >= (_state == State.Fresh ? _firstWithin : _stallAfter)))
        {
            _state = State.Still;
            return Sign.Stalled;
        }
        return Sign.None;
    }
}
