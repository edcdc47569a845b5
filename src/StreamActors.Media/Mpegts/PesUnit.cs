using System.Runtime.CompilerServices;

namespace StreamActors.Media.Mpegts;

/// <summary>The header of one PES packet, which may be spread over many transport packets.</summary>
public struct PesUnit
{
    /// <summary>Nine fixed bytes, a PTS and a DTS: the part of a header that is read.</summary>
    public const int Watched = Fixed + (2 * PesStamp.Size);

    public const int PtsAt = Fixed;
    public const int DtsAt = Fixed + PesStamp.Size;

    private const int Fixed = 9;

    private Head _head;
    private bool _open;

    /// <summary>Header bytes seen, including skipped ones.</summary>
    public int Have { get; private set; }

    /// <summary>The part to read is incomplete: the next payload may still contain time stamp bytes.</summary>
    public readonly bool IsPartial => _open && Have < Needed;

    public readonly bool HasPts => Have >= DtsAt && IsStamped && _head[8] >= PesStamp.Size;

    public readonly bool HasDts => Have >= Watched && IsStamped && (_head[7] & 0x40) != 0 && _head[8] >= 2 * PesStamp.Size;

    /// <summary>How long the content is; 0 where the header does not say, or is incomplete.</summary>
    public readonly int ContentLength =>
        Have >= Fixed && Have >= Length && ((_head[4] << 8) | _head[5]) is > 0 and var rest ? Math.Max(0, rest + 6 - Length) : 0;

    private readonly bool IsStamped => HasExtension && (_head[7] & 0x80) != 0;

    private readonly bool IsPes => _head[0] == 0 && _head[1] == 0 && _head[2] == 1;

    /// <summary>False for padding, private stream 2 and the program streams: they have only a length and content.</summary>
    private readonly bool HasExtension =>
        IsPes && _head[3] is not (0xBC or 0xBE or 0xBF or 0xF0 or 0xF1 or 0xF2 or 0xF8 or 0xFF) && _head[6] >> 6 == 2;

    private readonly int Needed => Have < Fixed ? Fixed : !IsStamped ? Fixed : Math.Min(Length, (_head[7] & 0x40) != 0 ? Watched : DtsAt);

    private readonly int Length => Have < Fixed ? Fixed : HasExtension ? Fixed + _head[8] : 6;

    public void Begin() => (_open, Have) = (true, 0);

    /// <summary>Packets are missing: the header is abandoned.</summary>
    public void Drop() => _open = false;

    /// <summary>Reads on; returns the offset of the content in <paramref name="payload"/> (its length if not yet reached).</summary>
    public int Take(ReadOnlySpan<byte> payload)
    {
        var at = 0;
        while (_open && at < payload.Length && Have < Length)
        {
            if (Have >= Watched)
            {
                var passed = Math.Min(Length - Have, payload.Length - at);
                Have += passed;
                at += passed;
                continue;
            }
            _head[Have++] = payload[at++];
        }
        if (_open && Have >= 3 && !IsPes)
            _open = false;
        return _open ? at : payload.Length;
    }

    public readonly bool TryPts(out long ticks) => TryStamp(HasPts, PtsAt, out ticks);

    public readonly bool TryDts(out long ticks) => TryStamp(HasDts, DtsAt, out ticks);

    private readonly bool TryStamp(bool there, int at, out long ticks)
    {
        ticks = 0;
        return there && PesStamp.TryRead(((ReadOnlySpan<byte>)_head).Slice(at, PesStamp.Size), out ticks);
    }

    [InlineArray(Watched)]
    private struct Head
    {
        private byte _first;
    }
}
