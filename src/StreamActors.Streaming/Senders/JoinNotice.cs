using StreamActors.Media.Mpegts;

namespace StreamActors.Streaming;

/// <summary>
/// Signals a discontinuity to the receivers of a destination that joins: after a restart, timestamps may be lower than those sent before.
/// The first packet of each PID is preceded by one without payload and with the discontinuity indicator set (ISO/IEC 13818-1, 2.4.3.5).
/// </summary>
internal sealed class JoinNotice
{
    /// <summary>Tables, audio and video have arrived by then; later PIDs have neither clock nor timestamps.</summary>
    private static readonly TimeSpan Lasts = TimeSpan.FromSeconds(3);

    private readonly bool[] _sent = new bool[TsPacket.PidCount];
    private TimeSpan? _since;

    public bool IsOver(TimeSpan now) => now - (_since ??= now) > Lasts;

    /// <returns>True if <paramref name="notice"/> must be sent before <paramref name="first"/>.</returns>
    public bool Precedes(ReadOnlySpan<byte> first, Span<byte> notice)
    {
        var packet = new TsPacket(first);
        if (packet.Pid == TsPacket.NullPid || packet.TransportError || _sent[packet.Pid])
            return false;
        _sent[packet.Pid] = true;
        notice.Fill(0xFF);
        first[..3].CopyTo(notice);
        notice[1] &= 0x1F; // clears the payload unit start
        notice[3] = (byte)(0x20 | ((packet.HasPayload ? packet.Continuity - 1 : packet.Continuity) & 0x0F));
        notice[4] = TsPacket.Size - 5;
        notice[5] = 0x80;
        return true;
    }
}
