using System.Runtime.CompilerServices;

namespace StreamActors.Media.Mpegts;

/// <summary>A packet's continuity counter compared to the previous one on its PID.</summary>
public enum ContinuityStep
{
    First,
    Next,

    /// <summary>The same value again, which is allowed once.</summary>
    Repeat,

    /// <summary>A discontinuity that the packet announces: not an error.</summary>
    Announced,

    /// <summary>Packets are missing, or repeated more than once.</summary>
    Broken,
}

/// <summary>The rule of the continuity counter: it counts packets with payload only.</summary>
public struct Continuity()
{
    private int _last = -1;
    private bool _repeated;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ContinuityStep Take(in TsPacket packet, bool discontinuity)
    {
        var counter = packet.Continuity;
        var expected = packet.HasPayload ? (_last + 1) & 15 : _last;
        if (_last < 0)
        {
            _last = counter;
            return ContinuityStep.First;
        }
        if (counter == expected)
        {
            _last = counter;
            _repeated &= !packet.HasPayload;
            return ContinuityStep.Next;
        }
        if (counter == _last && !_repeated && !discontinuity)
        {
            _repeated = true;
            return ContinuityStep.Repeat;
        }
        (_last, _repeated) = (counter, false);
        return discontinuity ? ContinuityStep.Announced : ContinuityStep.Broken;
    }
}
