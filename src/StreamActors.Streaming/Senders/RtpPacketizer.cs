using System.Security.Cryptography;
using StreamActors.Media.Mpegts;
using StreamActors.Media.Relay;
using StreamActors.Media.Udp;

namespace StreamActors.Streaming;

/// <summary>Adds RTP headers to the datagrams of one destination.</summary>
internal sealed class RtpPacketizer(TimeProvider time)
{
    public const int DatagramSize = RtpHeader.Size + UdpDestination.DatagramSize;

    private const int AtOnce = 48;

    private readonly byte[] _dressed = new byte[AtOnce * DatagramSize];
    private readonly uint _source = (uint)RandomNumberGenerator.GetInt32(int.MaxValue);
    private ushort _sequence = (ushort)RandomNumberGenerator.GetInt32(ushort.MaxValue);

    public void Send(UdpSender sender, ReadOnlySpan<byte> packets)
    {
        var clock = (uint)(time.GetTimestamp() / (double)time.TimestampFrequency * MediaClock.Hertz);
        while (packets.Length > 0)
        {
            var filled = 0;
            for (var n = 0; n < AtOnce && packets.Length > 0; n++)
            {
                var piece = packets[..Math.Min(packets.Length, ChunkPool.DatagramPackets * TsPacket.Size)];
                RtpHeader.Write(_dressed.AsSpan(filled), _sequence++, clock, _source);
                piece.CopyTo(_dressed.AsSpan(filled + RtpHeader.Size));
                filled += RtpHeader.Size + piece.Length;
                packets = packets[piece.Length..];
            }
            sender.Send(_dressed.AsSpan(0, filled));
        }
    }
}
