using System.Runtime.CompilerServices;
using StreamActors.Media.Mpegts;

namespace StreamActors.Media.Relay;

/// <summary>
/// The outgoing continuity counter of a PID: the source's own, shifted so that a new source continues the old one's. The gap of a
/// loss stays a gap: readers must see it.
/// </summary>
internal struct OutgoingCounter()
{
    private int _shift;
    private int _last = -1;

    /// <summary>The source has restarted: its next counter continues the last one.</summary>
    public bool Anew { get; set; }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Write(Span<byte> packet, bool payload, ContinuityStep step)
    {
        var counter = packet[3] & 15;
        var anew = step == ContinuityStep.Announced || (Anew && step != ContinuityStep.Next);
        if (anew && _last >= 0)
            _shift = (payload ? _last + 1 : _last) - counter;
        Anew = false;
        _last = (counter + _shift) & 15;
        packet[3] = (byte)((packet[3] & 0xF0) | _last);
    }

    /// <summary>The shift that the counter of <paramref name="packet"/> needs to continue the sequence.</summary>
    public readonly int Gap(in TsPacket packet) => ((packet.HasPayload ? _last + 1 : _last) - _shift - packet.Continuity) & 15;

    public void Shift(int by)
    {
        _shift += by;
        _last = (_last + by) & 15;
    }
}
