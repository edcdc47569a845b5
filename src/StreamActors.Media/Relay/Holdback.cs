using StreamActors.Media.Mpegts;

namespace StreamActors.Media.Relay;

/// <summary>
/// Holds back packets that are written but may still change: a unit whose header is split across packets, since its times
/// must be moved as a whole; and a unit that starts with a discontinuity, which is either a loss (which readers must see) or the
/// start of a restarted source, as its next time stamp will show. Both are rare and resolved within a frame; nothing is held
/// longer than <see cref="Longest"/>.
/// </summary>
internal sealed class Holdback(Ring ring, PidMap map)
{
    public const long Longest = MediaClock.Hertz * 15 / 100;

    private const int MostPackets = 4096;
    private const int MostDoubts = 32;

    private readonly List<Doubt> _doubts = [];
    private readonly List<(PidTrack Track, long From)> _headers = [];
    private long _since;

    public void Doubtful(PidTrack track, int gap, long sequence, long now)
    {
        if (_doubts.Count == MostDoubts || _doubts.Exists(d => d.Track == track))
        {
            track.Figures.ContinuityErrors++;
            return;
        }
        Begin(now);
        _doubts.Add(new(track, gap, sequence));
    }

    public void Header(PidTrack track, long sequence, long now)
    {
        if (_headers.Count == MostDoubts || _headers.Exists(h => h.Track == track))
            return;
        Begin(now);
        _headers.Add((track, sequence));
    }

    public void HeaderDone(PidTrack track)
    {
        // No lambda: a closure per unit would be garbage.
        for (var i = _headers.Count - 1; i >= 0; i--)
        {
            if (_headers[i].Track == track)
                _headers.RemoveAt(i);
        }
    }

    /// <summary>The clock continued: the discontinuity was a loss.</summary>
    public void Blame()
    {
        foreach (var doubt in _doubts)
            doubt.Track.Figures.ContinuityErrors++;
        _doubts.Clear();
    }

    /// <summary>The clock jumped: the discontinuity is a new source, whose counters continue those of the old one.</summary>
    public void Excuse(ProgramTrack program)
    {
        var current = ring.Next - 1;
        foreach (var track in map.Tracks)
            track.Outgoing.Anew |= track.Program is null || track.Program == program;
        foreach (var (track, gap, from) in _doubts.Where(d => d.Sequence < current))
        {
            for (var sequence = from; sequence < current; sequence++)
            {
                var held = ring.At(sequence);
                if (new TsPacket(held).Pid == track.Pid)
                    held[3] = (byte)((held[3] & 0xF0) | ((held[3] + gap) & 15));
            }
            track.Outgoing.Shift(gap);
            track.Outgoing.Anew = false;
            track.Tables?.Correct(gap);
        }
        _doubts.Clear();
    }

    /// <summary>The end of the packets that may be published.</summary>
    public long Shown(long now)
    {
        if (_doubts.Count == 0 && _headers.Count == 0)
            return ring.Next;
        var from = ring.Next;
        foreach (var doubt in _doubts)
            from = Math.Min(from, doubt.Sequence);
        foreach (var header in _headers)
            from = Math.Min(from, header.From);
        if (now - _since <= Longest && ring.Next - from <= Math.Min(MostPackets, ring.MostHeld))
            return from;
        Release();
        return ring.Next;
    }

    public void Release()
    {
        Blame();
        foreach (var (track, _) in _headers)
            track.Pes.Drop();
        _headers.Clear();
    }

    private void Begin(long now)
    {
        if (_doubts.Count == 0 && _headers.Count == 0)
            _since = now;
    }

    private readonly record struct Doubt(PidTrack Track, int Gap, long Sequence);
}
