namespace StreamActors.Media.Mpegts;

/// <summary>Called with a section whose length and CRC are right; the bytes are valid during the call.</summary>
public delegate void SectionHeard(in TableSection section);

/// <summary>
/// Puts the sections of one PID together: they may span packets, share a packet, and begin anywhere in it. Holds one section
/// of the length that PAT and PMT may have; longer ones are someone else's and are passed over.
/// </summary>
public sealed class SectionAssembler(SectionHeard heard)
{
    public const int Longest = 1024;

    private readonly byte[] _section = new byte[Longest];
    private int _have;
    private bool _within;

    public long Damaged { get; private set; }

    /// <summary>A section has begun and is not whole.</summary>
    public bool Within => _within;

    /// <summary>Packets are missing: the rest of what began would be glued to something else.</summary>
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
        // What the pointer did not finish is never finished.
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
