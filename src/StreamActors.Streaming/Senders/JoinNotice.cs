using StreamActors.Media.Mpegts;

namespace StreamActors.Streaming;

/// <summary>
/// Says to the receivers of a destination that joins that counters and clock begin anew. After a stop and a start, or a
/// restart of this server, times may lie behind those that went out before: before the first packet of each PID goes one
/// without payload whose discontinuity indicator is set (ISO/IEC 13818-1, 2.4.3.5), so that the step is no error.
/// </summary>
internal sealed class JoinNotice
{
    /// <summary>Tables, sound and picture have come by then; what comes later has neither clock nor times.</summary>
    private static readonly TimeSpan Lasts = TimeSpan.FromSeconds(3);

    private readonly bool[] _said = new bool[TsPacket.PidCount];
    private TimeSpan? _since;

    public bool IsOver(TimeSpan now) => now - (_since ??= now) > Lasts;

    /// <returns>True where the packet in <paramref name="notice"/> has to go before <paramref name="first"/>.</returns>
    public bool Precedes(ReadOnlySpan<byte> first, Span<byte> notice)
    {
        var packet = new TsPacket(first);
        if (packet.Pid == TsPacket.NullPid || packet.TransportError || _said[packet.Pid])
            return false;
        _said[packet.Pid] = true;
        notice.Fill(0xFF);
        first[..3].CopyTo(notice);
        notice[1] &= 0x1F; // no unit begins here
        notice[3] = (byte)(0x20 | ((packet.HasPayload ? packet.Continuity - 1 : packet.Continuity) & 0x0F));
        notice[4] = TsPacket.Size - 5;
        notice[5] = 0x80;
        return true;
    }
}
