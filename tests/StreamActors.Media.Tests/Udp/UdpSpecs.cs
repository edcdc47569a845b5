using System.Net;
using System.Net.Sockets;
using StreamActors.Media.Udp;
using StreamActors.Testing.Peers;

namespace StreamActors.Media.Tests.Udp;

public sealed class UdpSpecs
{
    private static readonly IPEndPoint AnyPort = new(IPAddress.Loopback, 0);

    private static byte[] Numbered(int datagrams, int last = UdpDestination.DatagramSize)
    {
        var bytes = new byte[((datagrams - 1) * UdpDestination.DatagramSize) + last];
        for (var n = 0; n < bytes.Length; n++)
            bytes[n] = (byte)(n / UdpDestination.DatagramSize);
        return bytes;
    }

    [Theory]
    [InlineData("lo")]
    [InlineData("127.0.0.1")]
    public void Without_a_group_an_interface_is_the_address_to_listen_on(string name)
    {
        using var receiver = new UdpReceiver(new UdpSource(new IPEndPoint(IPAddress.Any, 0), name));
        receiver.Address.Address.ShouldBe(IPAddress.Loopback);
    }

    /// <summary>All datagrams until none has come for 200 ms.</summary>
    private static List<byte[]> All(UdpReceiver receiver, int expected)
    {
        var all = new List<byte[]>();
        var buffer = new byte[65536];
        for (int count; all.Count < expected && (count = receiver.Receive(buffer)) > 0;)
            all.Add(buffer[..count]);
        return all;
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(120)]
    public void Many_datagrams_sent_at_once_arrive_one_by_one_and_in_order(int count)
    {
        using var receiver = new UdpReceiver(new UdpSource(AnyPort));
        using var sender = new UdpSender(new UdpDestination(receiver.Address));
        sender.Send(Numbered(count, last: 188));
        var all = All(receiver, count);
        all.Count.ShouldBe(count);
        all.Select((d, n) => d.All(b => b == (byte)n)).ShouldAllBe(right => right);
        all[^1].Length.ShouldBe(188);
        (sender.SentBytes, sender.Lost).ShouldBe((((count - 1) * UdpDestination.DatagramSize) + 188, 0));
    }

    [Fact]
    public void Where_the_kernel_will_not_cut_a_buffer_each_datagram_goes_by_itself()
    {
        using var receiver = new UdpReceiver(new UdpSource(AnyPort));
        using var sender = new UdpSender(new UdpDestination(receiver.Address));
        sender.Segments.ShouldBeTrue();
        sender.Socket.SetRawSocketOption(SocketCalls.LevelSocket, 11, [1, 0, 0, 0]); // SO_NO_CHECK: the kernel then refuses to segment
        sender.Send(Numbered(60));
        All(receiver, 61).Select(d => d[0]).ShouldBe(Enumerable.Range(0, 60).Select(n => (byte)n), "each once, in order");
        (sender.Segments, sender.Lost).ShouldBe((false, 0));
        sender.Send(Numbered(3));
        All(receiver, 3).Count.ShouldBe(3);
    }

    [Fact]
    public void A_destination_where_nobody_listens_is_noticed_and_costs_no_datagram_when_somebody_comes()
    {
        var address = new IPEndPoint(IPAddress.Loopback, Ports.Udp());
        using var sender = new UdpSender(new UdpDestination(address));
        for (var n = 0; n < 10; n++)
            sender.Send(Numbered(1));
        sender.Refused.ShouldBeGreaterThan(0);
        using var receiver = new UdpReceiver(new UdpSource(address));
        sender.Send(Numbered(1));
        All(receiver, 1).Count.ShouldBe(1);
        sender.Fault.ShouldBe(0);
    }

    [Fact]
    public void A_port_that_is_taken_is_refused_by_the_machine()
    {
        using var first = new UdpReceiver(new UdpSource(AnyPort));
        Should.Throw<SocketException>(() => new UdpReceiver(new UdpSource(first.Address))).SocketErrorCode.ShouldBe(
            SocketError.AddressAlreadyInUse);
    }

    [Fact]
    public void Only_the_sources_named_are_listened_to()
    {
        using var receiver = new UdpReceiver(new UdpSource(AnyPort, Sources: [IPAddress.Parse("127.0.0.2")]));
        using var stranger = new UdpSender(new UdpDestination(receiver.Address, Interface: "127.0.0.1"));
        stranger.Send(Numbered(1));
        All(receiver, 1).ShouldBeEmpty();
        receiver.Strangers.ShouldBe(1);
        using var friend = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        friend.Bind(new IPEndPoint(IPAddress.Parse("127.0.0.2"), 0));
        friend.SendTo(Numbered(1), receiver.Address);
        All(receiver, 1).Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_group_is_joined_on_the_interface_named_from_anybody_or_from_one_source(bool oneSource)
    {
        using var port = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        port.Bind(AnyPort);
        var group = new IPEndPoint(IPAddress.Parse("239.255.77.7"), ((IPEndPoint)port.LocalEndPoint!).Port);
        using var receiver = new UdpReceiver(new UdpSource(group, "lo", oneSource ? [IPAddress.Loopback] : null));
        using var sender = new UdpSender(new UdpDestination(group, "lo", Ttl: 1));
        sender.Send(Numbered(2));
        All(receiver, 2).Count.ShouldBe(2);
    }

    [Fact]
    public void A_group_for_another_source_stays_silent()
    {
        using var port = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        port.Bind(AnyPort);
        var group = new IPEndPoint(IPAddress.Parse("239.255.77.8"), ((IPEndPoint)port.LocalEndPoint!).Port);
        using var receiver = new UdpReceiver(new UdpSource(group, "lo", [IPAddress.Parse("127.0.0.99")]));
        using var sender = new UdpSender(new UdpDestination(group, "lo"));
        sender.Send(Numbered(1));
        All(receiver, 1).ShouldBeEmpty();
    }

    [Fact]
    public void An_interface_that_is_not_there_is_named_with_those_that_are() =>
        Should.Throw<IOException>(
        () => new UdpSender(new UdpDestination(new IPEndPoint(IPAddress.Parse("239.1.1.1"), 5004), "eth77"))).Message.ShouldContain("lo");

    [Fact]
    public void Closing_it_ends_a_thread_that_waits_in_it()
    {
        var receiver = new UdpReceiver(new UdpSource(AnyPort));
        using var waits = new ManualResetEventSlim();
        var thread = new Thread(() =>
        {
            waits.Set();
            try
            {
                while (true)
                    receiver.Receive(new byte[2048]);
            }
            catch (ObjectDisposedException)
            {
                // as configured
            }
        });
        thread.Start();
        waits.Wait();
        receiver.Dispose();
        thread.Join(TimeSpan.FromSeconds(60)).ShouldBeTrue();
    }

    [Fact]
    public void Sending_allocates_nothing()
    {
        using var receiver = new UdpReceiver(new UdpSource(AnyPort));
        using var sender = new UdpSender(new UdpDestination(receiver.Address));
        var bytes = Numbered(1);
        var into = new byte[2048];
        sender.Send(bytes);
        receiver.Receive(into);
        Enumerable.Range(0, 5).Min(_ =>
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var n = 0; n < 1000; n++)
            {
                sender.Send(bytes);
                receiver.Receive(into);
            }
            return GC.GetAllocatedBytesForCurrentThread() - before; // the runtime itself may allocate in one of the rounds
        }).ShouldBe(0);
    }
}
