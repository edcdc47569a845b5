using System.Buffers.Binary;

namespace StreamActors.Media.Mpegts;

/// <summary>Writes transport packets: sections, PES packets in pieces, and packets with a PCR only. Counts continuity.</summary>
internal sealed class PacketWriter(Action<ReadOnlySpan<byte>> packets)
{
    private const int Most = 336;
    private const int PesHeader = 9;

    private readonly byte[] _buffer = new byte[Most * TsPacket.Size];
    private readonly byte[] _counters = new byte[TsPacket.PidCount];
    private int _packets;
    private int _pid;
    private long _left;
    private int _room;
    private int _at;
    private Pcr? _pcr;
    private bool _randomAccess;
    private bool _discontinuity;

    /// <summary>A table section that fits in one packet.</summary>
    public void Section(int pid, ReadOnlySpan<byte> section)
    {
        var packet = Packet(pid, start: true, payload: true);
        packet[3] |= 0x10;
        packet[4] = 0; // the section starts at once
        section.CopyTo(packet[5..]);
        packet[(5 + section.Length)..].Fill(TableSection.Stuffing);
    }

    public void PcrOnly(int pid, long clock)
    {
        (_pcr, _randomAccess, _discontinuity) = (new Pcr(clock, 0), false, false);
        var packet = Packet(pid, start: false, payload: false);
        packet[3] |= 0x20;
        Adaptation(packet[4..]);
    }

    /// <summary>Begins a PES packet, which is complete once <paramref name="length"/> bytes were written.</summary>
    /// <param name="bounded">Its length is in the header; a picture's is not.</param>
    public void Pes(int pid, byte streamId, long pts, long dts, int length, bool bounded, long? pcr, bool randomAccess, bool discontinuity)
    {
        var both = pts != dts;
        Span<byte> header = stackalloc byte[PesHeader + (both ? 2 : 1) * PesStamp.Size];
        var whole = header.Length - 6 + length;
        BinaryPrimitives.WriteUInt32BigEndian(header, 0x100u | streamId);
        BinaryPrimitives.WriteUInt16BigEndian(header[4..], (ushort)(bounded && whole <= ushort.MaxValue ? whole : 0));
        (header[6], header[7], header[8]) = (0x80, (byte)(both ? 0xC0 : 0x80), (byte)(header.Length - PesHeader));
        header[PesHeader] = (byte)(both ? 0x30 : 0x20);
        PesStamp.Write(header[PesHeader..], pts);
        if (both)
        {
            header[PesHeader + PesStamp.Size] = 0x10;
            PesStamp.Write(header[(PesHeader + PesStamp.Size)..], dts);
        }
        (_pid, _left, _room, _randomAccess, _discontinuity) = (pid, header.Length + length, 0, randomAccess, discontinuity);
        _pcr = pcr is { } clock ? new Pcr(clock, 0) : null;
        Open(start: true);
        Write(header);
    }

    public void Write(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            if (_room == 0)
                Open(start: false);
            var taken = Math.Min(_room, bytes.Length);
            bytes[..taken].CopyTo(_buffer.AsSpan(_at));
            bytes = bytes[taken..];
            _at += taken;
            _room -= taken;
            _left -= taken;
        }
    }

    public void Flush()
    {
        if (_packets > 0)
            packets(_buffer.AsSpan(0, _packets * TsPacket.Size));
        _packets = 0;
    }

    private void Open(bool start)
    {
        var packet = Packet(_pid, start, payload: true);
        var field = _pcr is not null ? 8 : _randomAccess || _discontinuity ? 2 : 0;
        field = (int)Math.Max(field, TsPacket.Size - 4 - _left);
        packet[3] |= (byte)(field > 0 ? 0x30 : 0x10);
        Adaptation(packet.Slice(4, field));
        _at = ((_packets - 1) * TsPacket.Size) + 4 + field;
        _room = TsPacket.Size - 4 - field;
        (_pcr, _randomAccess, _discontinuity) = (null, false, false);
    }

    private void Adaptation(Span<byte> field)
    {
        if (field.IsEmpty)
            return;
        field[0] = (byte)(field.Length - 1);
        if (field.Length == 1)
            return;
        field[1] = (byte)((_discontinuity ? 0x80 : 0) | (_randomAccess ? 0x40 : 0) | (_pcr is null ? 0 : 0x10));
        field[2..].Fill(0xFF);
        _pcr?.Write(field[2..]);
    }

    private Span<byte> Packet(int pid, bool start, bool payload)
    {
        if (_packets == Most)
            Flush();
        var packet = _buffer.AsSpan(_packets++ * TsPacket.Size, TsPacket.Size);
        var counter = _counters[pid] = (byte)((_counters[pid] + (payload ? 1 : 0)) & 15);
        (packet[0], packet[1], packet[2], packet[3]) = (TsPacket.Sync, (byte)((start ? 0x40 : 0) | (pid >> 8)), (byte)pid, counter);
        return packet;
    }
}
