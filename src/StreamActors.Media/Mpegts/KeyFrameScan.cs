using System.Runtime.CompilerServices;

namespace StreamActors.Media.Mpegts;

/// <summary>
/// Scans an access unit up to its first picture and reports whether it is a key frame. Start codes and the bytes after them may be
/// split anywhere across packets.
/// </summary>
public struct KeyFrameScan
{
    /// <summary>Bytes after a start code that a decision may need.</summary>
    private const int Ahead = 8;

    private const int Kept = 3 + Ahead - 1;

    private Carry _carry;
    private int _carried;
    private StreamCoding _coding;
    private bool _open;
    private bool _sequence;
    private bool _recovery;

    /// <summary>The first picture has not been found yet.</summary>
    public readonly bool IsOpen => _open;

    public void Begin(StreamCoding coding)
    {
        (_coding, _carried, _sequence, _recovery) = (coding, 0, false, false);
        _open = coding is > StreamCoding.Unknown and < StreamCoding.OtherVideo;
    }

    public void Drop() => _open = false;

    /// <summary>True when these bytes show that the unit is a key frame.</summary>
    public bool Take(ReadOnlySpan<byte> content)
    {
        if (!_open || content.IsEmpty)
            return false;
        Span<byte> window = stackalloc byte[2 * Kept];
        var head = Math.Min(Kept, content.Length);
        ((ReadOnlySpan<byte>)_carry)[.._carried].CopyTo(window);
        content[..head].CopyTo(window[_carried..]);
        window = window[..(_carried + head)];
        if (Scan(window, _carried) || (_open && Scan(content, content.Length)))
            return true;
        var last = content.Length >= Kept ? content : window;
        last = last[^Math.Min(Kept, last.Length)..];
        last.CopyTo(_carry);
        _carried = last.Length;
        return false;
    }

    /// <summary>The unit is complete: decides on what was too short so far.</summary>
    public bool End()
    {
        Span<byte> window = stackalloc byte[Kept + Ahead];
        window.Clear();
        ((ReadOnlySpan<byte>)_carry)[.._carried].CopyTo(window);
        var key = _open && Scan(window, _carried);
        _open = false;
        return key;
    }

    private bool Scan(ReadOnlySpan<byte> bytes, int before)
    {
        ReadOnlySpan<byte> start = [0, 0, 1];
        var from = 0;
        while (_open && bytes[from..].IndexOf(start) is >= 0 and var found)
        {
            var at = from + found;
            if (at >= before || at + 3 + Ahead > bytes.Length)
                return false;
            var key = Judge(bytes[(at + 3)..]);
            _open &= key is null;
            if (key == true)
                return true;
            from = at + 3;
        }
        return false;
    }

    /// <summary>Null: no picture yet.</summary>
    private bool? Judge(ReadOnlySpan<byte> unit) => _coding switch
    {
        StreamCoding.H264 => Avc(unit),
        StreamCoding.Hevc => ((unit[0] >> 1) & 0x3F) switch { >= 16 and <= 23 => true, < 32 => false, _ => null },
        StreamCoding.Vvc => (unit[1] >> 3) switch { 7 or 8 or 9 => true, < 12 => false, _ => null },
        StreamCoding.Mpeg4Video => unit[0] == 0xB6 ? unit[1] >> 6 == 0 : null,
        _ => Mpeg2(unit),
    };

    /// <summary>
    /// An IDR picture; or, since open GOPs and intra refresh have none, a sequence parameter set followed by an I slice or a
    /// recovery point.
    /// </summary>
    private bool? Avc(ReadOnlySpan<byte> unit)
    {
        switch (unit[0] & 0x1F)
        {
            case 5:
                return true;
            case 1 or 2:
                return _sequence && (_recovery || new BitReader(unit[1..]).SkipUe().Ue() is 2 or 4 or 7 or 9);
            case 6:
                _recovery |= unit[1] == 6;
                return null;
            case 7:
                _sequence = true;
                return null;
            default:
                return null;
        }
    }

    /// <summary>An I picture after a sequence header: without the header no decoder can start.</summary>
    private bool? Mpeg2(ReadOnlySpan<byte> unit)
    {
        _sequence |= unit[0] == 0xB3;
        return unit[0] == 0 ? _sequence && ((unit[2] >> 3) & 7) == 1 : null;
    }

    [InlineArray(Kept)]
    private struct Carry
    {
        private byte _first;
    }
}
