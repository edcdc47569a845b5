using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace StreamActors.Ffmpeg;

/// <summary>
/// One track over UDP: two ports, which accept datagrams only from the server. FFmpeg gets the packets as interleaved frames: it opens no
/// port and never sends to an address that a server named.
/// </summary>
internal sealed class RtspTrack : IDisposable
{
    private const int LongestDatagram = 65_536;
    private const int Attempts = 50;
    private const int ReceiveBuffer = 2 * 1024 * 1024;

    /// <summary>Opens the return path through a firewall: an empty RTP packet and an empty receiver report.</summary>
    private static readonly byte[] RtpPunch = [0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], RtcpPunch = [0x80, 0xc9, 0, 1, 0, 0, 0, 0];

    private readonly Socket _rtp;
    private readonly Socket _rtcp;
    private readonly byte _channel;

    private RtspTrack(Socket rtp, Socket rtcp, byte channel) => (_rtp, _rtcp, _channel) = (rtp, rtcp, channel);

    public bool IsConnected { get; private set; }

    public byte Channel => _channel;

    /// <summary>The client ports for a SETUP request.</summary>
    public string ClientPorts => string.Create(CultureInfo.InvariantCulture, $"{Port(_rtp)}-{Port(_rtcp)}");

    /// <summary>Opens an adjacent pair of ports, the first even, as RTP requires.</summary>
    /// <param name="local">The local address towards the server.</param>
    public static RtspTrack Open(IPAddress local, byte channel)
    {
        for (var attempt = 1; ; attempt++)
        {
            var (rtp, rtcp) = (Datagrams(local), Datagrams(local));
            try
            {
                rtp.Bind(new IPEndPoint(local, 0));
                rtcp.Bind(new IPEndPoint(local, Port(rtp) ^ 1));
                return Port(rtp) % 2 == 0 ? new RtspTrack(rtp, rtcp, channel) : new RtspTrack(rtcp, rtp, channel);
            }
            catch (SocketException) when (attempt < Attempts)
            {
                rtp.Dispose();
                rtcp.Dispose();
            }
        }
    }

    public void Connect(IPAddress server, int rtpPort, int rtcpPort)
    {
        _rtp.Connect(server, rtpPort);
        _rtcp.Connect(server, rtcpPort);
        foreach (var socket in (Socket[])[_rtp, _rtcp])
            while (socket.Available > 0) // from any sender, received before connect
                socket.Receive(new byte[LongestDatagram]);
        IsConnected = true;
    }

    public void Punch()
    {
        TrySend(_rtp, RtpPunch);
        TrySend(_rtcp, RtcpPunch);
    }

    /// <summary>Sends one of FFmpeg's frames as a datagram.</summary>
    public void Send(byte channel, ReadOnlySpan<byte> packet)
    {
        if (IsConnected)
            TrySend(channel == _channel ? _rtp : _rtcp, packet);
    }

    /// <summary>Passes datagrams on as frames until it is closed.</summary>
    public Task Receive(Func<ReadOnlyMemory<byte>, ValueTask> frames, CancellationToken stop) =>
        Task.WhenAll(Receive(_rtp, _channel, frames, stop), Receive(_rtcp, (byte)(_channel + 1), frames, stop));

    public void Dispose()
    {
        _rtp.Dispose();
        _rtcp.Dispose();
    }

    private static async Task Receive(Socket from, byte channel, Func<ReadOnlyMemory<byte>, ValueTask> frames, CancellationToken stop)
    {
        var buffer = new byte[2 * (LongestDatagram + 4)];
        while (true)
        {
            var filled = 0;
            try
            {
                do
                {
                    var read = await from.ReceiveAsync(buffer.AsMemory(filled + 4, LongestDatagram), stop);
                    (buffer[filled], buffer[filled + 1], buffer[filled + 2], buffer[filled + 3]) =
                        ((byte)'$', channel, (byte)(read >> 8), (byte)read);
                    filled += 4 + read;
                }
                while (from.Available > 0 && buffer.Length - filled >= LongestDatagram + 4);
            }
            catch (SocketException failure) when (failure.SocketErrorCode is SocketError.ConnectionRefused or SocketError.ConnectionReset)
            {
                // ICMP error for an earlier datagram: the server does not take reports.
            }
            if (filled > 0)
                await frames(buffer.AsMemory(0, filled));
        }
    }

    private static void TrySend(Socket to, ReadOnlySpan<byte> packet)
    {
        try
        {
            to.Send(packet);
        }
        catch (SocketException)
        {
            // Datagrams may get lost.
        }
    }

    private static Socket Datagrams(IPAddress local) =>
        new(local.AddressFamily, SocketType.Dgram, ProtocolType.Udp) { ReceiveBufferSize = ReceiveBuffer };

    private static int Port(Socket socket) => ((IPEndPoint)socket.LocalEndPoint!).Port;
}
