namespace StreamActors.Media.Mpegts;

/// <summary>Called with a section whose length and CRC are valid; the bytes are valid only during the call.</summary>
public delegate void SectionReceived(in TableSection section);

/// <summary>
/// Assembles the sections of one PID: they may span packets, share a packet, and start anywhere in it. Holds one section of the
/// maximum length of PAT and PMT; longer ones belong to other tables and are skipped.
/// </summary>
public sealed class SectionAssembler(SectionReceived heard)
{
    public const int Longest = 1024;

    private readonly byte[] _section = new byte[Longest];
    private int _have;
    private bool _within;

    public long Damaged { get; private set; }

    /// <summary>A section is incomplete.</summary>
    public bool Within => _within;

    /// <summary>Packets are missing: abandons the incomplete section.</summary>
    public void Drop() => _within = false;

    public void Take(ReadOnlySpan<byte> payload, bool unitStart)
    {
        if (payload.IsEmpty)
            return;
        if (!unitStart)
        {
            Continue(payload);
            return;
        }
        var pointer = payload[0];
        payload = payload[1..];
        if (pointer > payload.Length)
        {
            _within = false;
            Damaged++;
            return;
        }
        Continue(payload[..pointer]);
        // A section that does not end at the pointer will never end.
        _within = false;
        payload = payload[pointer..];
        while (!payload.IsEmpty && payload[0] != TableSection.Stuffing)
        {
            (_within, _have) = (true, 0);
            payload = Continue(payload);
        }
    }

    private ReadOnlySpan<byte> Continue(ReadOnlySpan<byte> bytes)
    {
        while (_within && !bytes.IsEmpty)
        {
            var whole = _have < 3 ? 3 : 3 + (((_section[1] & 0x0F) << 8) | _section[2]);
            if (whole > Longest)
            {
                _within = false;
                return default;
            }
            var taken = Math.Min(whole - _have, bytes.Length);
            bytes[..taken].CopyTo(_section.AsSpan(_have));
            bytes = bytes[taken..];
            _have += taken;
            if (_have == whole && (whole > 3 || (_section[1] & 0x0F) == 0 && _section[2] == 0))
                Finish();
        }
        return bytes;
    }

    private void Finish()
    {
        _within = false;
        var section = new TableSection(_section.AsSpan(0, _have));
        if (section.IsWhole)
            heard(section);
        else
            Damaged++;
    }
}
