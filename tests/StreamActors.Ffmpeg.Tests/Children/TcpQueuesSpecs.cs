using System.Net;
using System.Net.Sockets;

namespace StreamActors.Ffmpeg.Tests.Children;

public sealed class TcpQueuesSpecs
{
    [Fact]
    public async Task What_a_peer_does_not_read_stays_in_the_queue_of_its_socket()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var ours = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { Blocking = true };
        await ours.ConnectAsync((IPEndPoint)listener.LocalEndpoint);
        using var theirs = await listener.AcceptSocketAsync();
        ours.Blocking = false;
        var written = 0L;
        try
        {
            while (true)
                written += ours.Send(new byte[64 * 1024]);
        }
        catch (SocketException full) when (full.SocketErrorCode == SocketError.WouldBlock)
        {
        }

        var queues = new TcpQueues(TimeProvider.System).Read();

        var link = new FileInfo($"/proc/self/fd/{ours.Handle}").LinkTarget!; // other tests of this process have sockets too
        var socket = TcpQueues.SocketsOf(Environment.ProcessId).Single(s => link == $"socket:[{s}]");
        queues[socket].ShouldBeInRange(1, written);
    }

    [Fact]
    public void A_line_of_the_kernel_is_read_and_a_listener_is_no_connection()
    {
        var queues = new Dictionary<long, long>();

        TcpQueues.Parse(
            [
                "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode",
                "   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 624 1 0000000000000000 100 "
                    + "0 0 10 0",
                "   1: 0100007F:A2C4 0100007F:1F90 01 0002A0C4:00000000 04:00000012 00000000  1000        0 62345 4 0000000000000000 20 "
                    + "4 30 10 -1",
                "   2: nonsense",
            ],
            queues);

        queues.ShouldBe(new Dictionary<long, long> { [62345] = 0x2A0C4 });
    }
}
