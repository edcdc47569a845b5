using StreamActors.Media.Mpegts;

namespace StreamActors.Media.Relay;

/// <summary>The times of one PID, as they came and as they went out.</summary>
internal struct StampTrack
{
    public bool Any { get; set; }

    public long In { get; set; }

    public long Out { get; set; }

    public long At { get; set; }

    public int Era { get; set; }
}

/// <summary>
/// Maps one program's clock onto a time line that never goes back. All times of a program move by the same amount, so sound
/// and picture stay together. A source that goes on with its clock is left alone; where the clock leaps (told of a restart
/// or not) a new era begins: it is put behind everything that went out, as much later as the silence lasted, so that a
/// player neither runs dry faster nor falls behind, but no more than <see cref="LongestGap"/>, since FFmpeg takes ten
/// seconds for a leap of its own. Ticks of 90 kHz throughout; arrival times too.
/// </summary>
internal sealed class ProgramClock
{
    public const long LongestGap = 5 * MediaClock.Hertz;

    /// <summary>Steps back up to here may be packets that overtook each other (TR 101 290 draws the same line).</summary>
    private const long Disorder = MediaClock.Hertz / 10;

    /// <summary>Further than the time that has passed, a clock may run ahead by this.</summary>
    private const long Ahead = 2 * MediaClock.Hertz;

    private const long LongestLead = 10 * MediaClock.Hertz;
    private const long Frame = MediaClock.Hertz / 25;

    private long _offset;
    private int _era;
    private bool _told;
    private StampTrack _pcr;
    private bool _anyStamp;
    private long _furthest;
    private long _at;

    /// <summary>How often a new era was begun.</summary>
    public long Seams { get; private set; }

    public bool IsShifted => _offset != 0;

    private bool AnyOut => _pcr.Any || _anyStamp;

    /// <summary>The source starts again. Whether its clock does, is seen at its first time.</summary>
    public void Tell()
    {
        if (!_told)
            _era++;
        _told = true;
    }

    /// <summary>Scrambled content hides its times: a PCR moved without them would be worse than a leap.</summary>
    public void LetBe() => (_offset, _pcr.Any, _anyStamp) = (0, false, false);

    /// <summary>A reference that goes out as it came: a clear source that comes next is put on behind it.</summary>
    public void Watch(long clock, long now)
    {
        _pcr = new StampTrack { Any = true, In = clock, Out = clock, At = now, Era = _era };
        _at = now;
    }

    public long Map(long ticks) => MediaClock.Wrap(ticks + _offset);

    /// <summary>True where it began a new era.</summary>
    public bool Reference(long clock, long now, bool announced, out long mapped)
    {
        var passed = now - _pcr.At;
        var step = MediaClock.Distance(clock, _pcr.In);
        // In a new era the old clock says nothing about the new one, unless nobody knows yet whether it is another.
        var leaps = _pcr.Any && (_pcr.Era == _era || _told)
            ? step < (_told || announced ? 0 : -Disorder) || step > passed + (announced ? Disorder : Ahead)
            : _told;
        var seam = AnyOut && leaps;
        if (seam)
            Begin(clock, now);
        _told = false;
        mapped = Follow(ref _pcr, clock, now);
        return seam;
    }

    /// <param name="paced">It comes in order: sound, or a picture that has its decoding time.</param>
    public bool Stamp(ref StampTrack track, long ticks, long now, bool paced)
    {
        var step = MediaClock.Distance(ticks, track.In);
        var own = track.Any && step <= now - track.At + Ahead && step >= (_told ? 0 : paced ? -Disorder : -MediaClock.Hertz);
        var known = track.Any && track.Era == _era;
        var seam = AnyOut && (_told || known) && !own && !FitsReference(ticks, now);
        if (seam)
            Begin(ticks, now);
        _told = false;
        Follow(ref track, ticks, now);
        return seam;
    }

    /// <summary>Marks how far a picture or a sound reaches: the next era begins behind it.</summary>
    public void Reach(long mapped)
    {
        _furthest = _anyStamp ? MediaClock.Later(_furthest, mapped) : mapped;
        _anyStamp = true;
    }

    private bool FitsReference(long ticks, long now)
    {
        if (!_pcr.Any || (_pcr.Era != _era && !_told))
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
    /// The first time of a PID in an era has to lie behind its last: another encoder's lead of picture over clock may be
    /// shorter than the old one's. Where it does not, the whole program moves on.
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
