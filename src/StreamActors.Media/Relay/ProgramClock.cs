using StreamActors.Media.Mpegts;

namespace StreamActors.Media.Relay;

/// <summary>The incoming and outgoing times of one PID.</summary>
internal struct StampTrack
{
    public bool Any { get; set; }

    public long In { get; set; }

    public long Out { get; set; }

    public long At { get; set; }

    public int Era { get; set; }
}

/// <summary>
/// Maps one program's clock onto a timeline that never goes back. All times of a program are shifted by the same amount, so audio
/// and video stay in sync. A source whose clock continues is not shifted. When the clock jumps, after a restart or not, a new
/// era begins: it is placed after everything sent so far plus the length of the silence, so that the player's buffer stays as
/// full as it was, but at most <see cref="LongestGap"/> later, since FFmpeg treats ten seconds as a jump. All values, arrival times
/// included, are ticks of 90 kHz.
/// </summary>
internal sealed class ProgramClock
{
    public const long LongestGap = 5 * MediaClock.Hertz;

    /// <summary>Backward steps up to this may be reordered packets (the same limit as in TR 101 290).</summary>
    private const long Disorder = MediaClock.Hertz / 10;

    /// <summary>How far a clock may run ahead of the elapsed time.</summary>
    private const long Ahead = 2 * MediaClock.Hertz;

    private const long LongestLead = 10 * MediaClock.Hertz;
    private const long Frame = MediaClock.Hertz / 25;

    private long _offset;
    private int _era;
    private bool _announced;
    private StampTrack _pcr;
    private bool _anyStamp;
    private long _furthest;
    private long _at;

    /// <summary>How many new eras have begun.</summary>
    public long Seams { get; private set; }

    public bool IsShifted => _offset != 0;

    private bool AnyOut => _pcr.Any || _anyStamp;

    /// <summary>The source restarts. Its first time stamp will show whether its clock continues.</summary>
    public void Tell()
    {
        if (!_announced)
            _era++;
        _announced = true;
    }

    /// <summary>The times of scrambled content cannot be read: shifting only the PCR would be worse than a jump.</summary>
    public void LetBe() => (_offset, _pcr.Any, _anyStamp) = (0, false, false);

    /// <summary>Follows a PCR that is sent unchanged, so that a clear source can continue after it.</summary>
    public void Watch(long clock, long now)
    {
        _pcr = new StampTrack { Any = true, In = clock, Out = clock, At = now, Era = _era };
        _at = now;
    }

    public long Map(long ticks) => MediaClock.Wrap(ticks + _offset);

    /// <summary>True when it started a new era.</summary>
    public bool Reference(long clock, long now, bool announced, out long mapped)
    {
        var passed = now - _pcr.At;
        var step = MediaClock.Distance(clock, _pcr.In);
        // In a new era the old clock is no reference, unless it is still open whether the clock has changed.
        var leaps = _pcr.Any && (_pcr.Era == _era || _announced)
            ? step < (_announced || announced ? 0 : -Disorder) || step > passed + (announced ? Disorder : Ahead)
            : _announced;
        var seam = AnyOut && leaps;
        if (seam)
            Begin(clock, now);
        _announced = false;
        mapped = Follow(ref _pcr, clock, now);
        return seam;
    }

    /// <param name="paced">It arrives in order: audio, or a picture with a decoding time.</param>
    public bool Stamp(ref StampTrack track, long ticks, long now, bool paced)
    {
        var step = MediaClock.Distance(ticks, track.In);
        var own = track.Any && step <= now - track.At + Ahead && step >= (_announced ? 0 : paced ? -Disorder : -MediaClock.Hertz);
        var known = track.Any && track.Era == _era;
        var seam = AnyOut && (_announced || known) && !own && !FitsReference(ticks, now);
        if (seam)
            Begin(ticks, now);
        _announced = false;
        Follow(ref track, ticks, now);
        return seam;
    }

    /// <summary>Records the latest time sent: the next era begins after it.</summary>
    public void Reach(long mapped)
    {
        _furthest = _anyStamp ? MediaClock.Later(_furthest, mapped) : mapped;
        _anyStamp = true;
    }

    private bool FitsReference(long ticks, long now)
    {
        if (!_pcr.Any || (_pcr.Era != _era && !_announced))
            return false;
        var lead = MediaClock.Distance(ticks, _pcr.In);
        return lead > -MediaClock.Hertz / 5 && lead < LongestLead + now - _pcr.At;
    }

    private void Begin(long first, long now)
    {
        var after = _pcr.Any ? MediaClock.Wrap(_pcr.Out + Math.Clamp(now - _at, Frame, LongestGap)) : _furthest;
        if (_anyStamp)
            after = MediaClock.Later(after, MediaClock.Wrap(_furthest + Frame));
        _offset = MediaClock.Wrap(after - first);
        _era++;
        Seams++;
    }

    /// <summary>
    /// The first time of a PID in an era must be later than its last: a new encoder may have a shorter distance between picture and
    /// clock. If it is not, the whole program is shifted further.
    /// </summary>
    private long Follow(ref StampTrack track, long ticks, long now)
    {
        var mapped = Map(ticks);
        var back = MediaClock.Distance(track.Out, mapped);
        if (track.Any && track.Era != _era && back >= 0)
        {
            _offset = MediaClock.Wrap(_offset + back + Frame);
            mapped = Map(ticks);
        }
        track.Out = track.Any ? MediaClock.Later(track.Out, mapped) : mapped;
        (track.Any, track.In, track.At, track.Era) = (true, ticks, now, _era);
        _at = now;
        return mapped;
    }
}
