using System.Runtime.CompilerServices;

namespace StreamActors.Media.Mpegts;

/// <summary>
/// Finds packets in a byte stream that may start anywhere, contain garbage, and arrive in pieces of any length. The distance
/// between packets may be 188, 192 (a time stamp before each) or 204 bytes (parity after each). As in TR 101 290, five sync bytes
/// in step are sync, one bad sync byte drops its packet, two in a row are a sync loss.
/// </summary>
public sealed class PacketFramer
{
    private const int Proof = 5;

    private readonly byte[] _kept = new byte[4096];
    private int _from;
    private int _to;
    private int _stride;
    private int _skip;

    public bool InSync => _stride > 0;

    public int Stride => _stride;

    public long SyncLosses { get; private set; }

    public long SyncByteErrors { get; private set; }

    /// <summary>Bytes outside of packets, not counting the extra ones of 192 and 204.</summary>
    public long Skipped { get; private set; }

    private static ReadOnlySpan<int> Strides => [188, 192, 204];

    /// <summary>
    /// The next packet, in place when <paramref name="input"/> contains all of it; valid until the next call. False when the input is
    /// used up: an incomplete packet is kept.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Next(ref ReadOnlySpan<byte> input, out ReadOnlySpan<byte> packet)
    {
        if (_stride == TsPacket.Size && _from == _to && input.Length >= TsPacket.Size && input[0] == TsPacket.Sync)
        {
            packet = input[..TsPacket.Size];
            input = input[TsPacket.Size..];
            return true;
        }
        return Search(ref input, out packet);
    }

    /// <summary>The source has changed: drops an incomplete packet.</summary>
    public void Restart()
    {
        Skipped += _to - _from;
        (_from, _to, _stride, _skip) = (0, 0, 0, 0);
    }

    private bool Search(ref ReadOnlySpan<byte> input, out ReadOnlySpan<byte> packet)
    {
        packet = default;
        while (_stride > 0 || Hunt(ref input))
        {
            if (!PassSpare(ref input) || !Keep(TsPacket.Size, ref input))
                return false;
            if (_kept[_from] == TsPacket.Sync)
            {
                packet = _kept.AsSpan(_from, TsPacket.Size);
                (_from, _skip) = (_from + TsPacket.Size, _stride - TsPacket.Size);
                return true;
            }
            if (!Keep(_stride + 1, ref input))
                return false;
            if (_kept[_from + _stride] == TsPacket.Sync)
            {
                SyncByteErrors++;
                Skipped += TsPacket.Size;
                _from += _stride;
                continue;
            }
            SyncLosses++;
            _stride = 0;
        }
        return false;
    }

    private bool PassSpare(ref ReadOnlySpan<byte> input)
    {
        var kept = Math.Min(_skip, _to - _from);
        _from += kept;
        var fresh = Math.Min(_skip - kept, input.Length);
        input = input[fresh..];
        _skip -= kept + fresh;
        return _skip == 0;
    }

    private bool Hunt(ref ReadOnlySpan<byte> input)
    {
        while (true)
        {
            var at = _kept.AsSpan(_from, _to - _from).IndexOf(TsPacket.Sync);
            var garbage = at < 0 ? _to - _from : at;
            _from += garbage;
            Skipped += garbage;
            var open = true;
            if (at >= 0 && Prove(out open))
                return true;
            if (!open)
            {
                _from++;
                Skipped++;
            }
            else if (!Keep(_to - _from + 1, ref input, greedy: true))
                return false;
        }
    }

    /// <param name="open">There are too few bytes to decide.</param>
    private bool Prove(out bool open)
    {
        open = false;
        foreach (var stride in Strides)
        {
            var step = 1;
            while (step < Proof && _from + (step * stride) < _to && _kept[_from + (step * stride)] == TsPacket.Sync)
                step++;
            if (step == Proof)
            {
                (_stride, _skip) = (stride, 0);
                return true;
            }
            open |= _from + (step * stride) >= _to;
        }
        return false;
    }

    private bool Keep(int count, ref ReadOnlySpan<byte> input, bool greedy = false)
    {
        var missing = count - (_to - _from);
        if (missing <= 0)
            return true;
        if (_from + count > _kept.Length || _from == _to)
        {
            _kept.AsSpan(_from, _to - _from).CopyTo(_kept);
            (_from, _to) = (0, _to - _from);
        }
        var taken = Math.Min(greedy ? _kept.Length - _to : missing, input.Length);
        input[..taken].CopyTo(_kept.AsSpan(_to));
        input = input[taken..];
        _to += taken;
        return taken >= missing;
    }
}
