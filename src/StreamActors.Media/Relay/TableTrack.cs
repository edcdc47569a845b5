using StreamActors.Media.Mpegts;

namespace StreamActors.Media.Relay;

/// <summary>
/// A PID with PAT or PMT: assembles its sections, and remembers the packets of its last complete round, to repeat them to a
/// joining reader with counters that continue into the stream.
/// </summary>
internal sealed class TableTrack(SectionReceived heard)
{
    /// <summary>A longer round is not remembered: it is too large to insert for a reader.</summary>
    private const int MostBytes = 32 * TsPacket.Size;

    private readonly SectionAssembler _sections = new(heard);
    private readonly Preamble _round = new();
    private readonly Preamble _since = new();
    private bool _sharesFirst;
    private bool _roundIsOlder;
    private ulong _seen;

    /// <summary>The sections of a complete round, one bit each.</summary>
    public ulong Wanted { get; set; }

    public long Damaged => _sections.Damaged;

    public void Seen(int section) => _seen |= 1UL << (section & 63);

    /// <summary>Packets are missing.</summary>
    public void Drop()
    {
        _sections.Drop();
        Forget();
        _roundIsOlder = true;
    }

    /// <summary>Takes an outgoing packet. True when it has changed what would be repeated.</summary>
    public bool Take(in TsPacket packet)
    {
        if (_since.Length == 0 && !packet.UnitStart)
            return false;
        if (_since.Length >= MostBytes)
            Forget();
        _since.Add(packet.Bytes);
        _sections.Take(packet.Payload, packet.UnitStart);
        if (Wanted == 0 || (_seen & Wanted) != Wanted)
            return true;
        (_round.Length, _roundIsOlder) = (0, false);
        _round.Add(_since.Bytes);
        Forget();
        if (_sections.Within)
        {
            // This packet also begins the next round.
            _since.Add(packet.Bytes);
            _sharesFirst = true;
        }
        return true;
    }

    /// <summary>The counters since the last <see cref="Drop"/> were corrected in the stream.</summary>
    public void Correct(int by)
    {
        _since.Count(by);
        if (!_roundIsOlder)
            _round.Count(by);
    }

    public void Say(Preamble all)
    {
        all.Add(_round.Bytes);
        all.Add(_since.Bytes[(_sharesFirst ? TsPacket.Size : 0)..]);
    }

    private void Forget() => (_since.Length, _sharesFirst, _seen) = (0, false, 0);
}
