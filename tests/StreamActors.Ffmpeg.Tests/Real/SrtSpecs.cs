using System.Net;
using System.Net.Sockets;
using StreamActors.Domain.Workloads;
using StreamActors.Kernel;

namespace StreamActors.Ffmpeg.Tests.Real;

/// <summary>SRT with a peer that is not FFmpeg, and what of its encryption stands on the wire.</summary>
public sealed class SrtSpecs(Bench bench) : IClassFixture<Bench>
{
    private const string Right = "correct horse battery";

    [Theory]
    [InlineData(null, 16)]
    [InlineData(24, 24)]
    [InlineData(32, 32)]
    public async Task An_output_is_encrypted_with_the_key_length_it_is_told(int? told, int length)
    {
        using var receiver = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { ReceiveTimeout = (int)Bench.Patience.TotalMilliseconds };
        receiver.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var port = Bench.FreePort(ProtocolType.Udp);
        await Transmit(port, $"srt://127.0.0.1:{port}?mode=listener&passphrase={Right}", $"udp://{receiver.LocalEndPoint}");
        using var wire = new KeyWatch(port);
        var run = await bench.Run(new SrtTarget(new HostPort("127.0.0.1", wire.Port)) { Passphrase = new Secret(Right), KeyLength = told });
        await bench.Feed(run);

        var datagram = new byte[2000];
        for (var count = 0; count < 50; count++)
        {
            receiver.Receive(datagram).ShouldBePositive();
            datagram[0].ShouldBe((byte)0x47);
        }
        wire.KeyLength.ShouldBe(length, Bench.Said(run));
        run.Input.Dispose();
    }

    [Fact]
    public async Task An_input_asks_for_the_key_length_it_is_told()
    {
        var (from, port) = (Bench.FreePort(ProtocolType.Udp), Bench.FreePort(ProtocolType.Udp));
        await Transmit(port, $"udp://127.0.0.1:{from}", $"srt://127.0.0.1:{port}?mode=listener&passphrase={Right}");
        using var wire = new KeyWatch(port);
        var run = await bench.Run(new SrtSource(new HostPort("127.0.0.1", wire.Port), SrtMode.Caller) { Passphrase = new Secret(Right), KeyLength = 32 });
        var sender = await bench.Run(new UdpTarget(new HostPort("127.0.0.1", from)));
        await bench.Feed(sender);

        Bench.ShouldBeStream(await Bench.Take(run, 100_000), run);
        wire.KeyLength.ShouldBe(32);
        sender.Input.Dispose();
    }

    [Fact]
    public async Task A_wrong_passphrase_is_refused_at_any_key_length()
    {
        var (port, to) = (Bench.FreePort(ProtocolType.Udp), Bench.FreePort(ProtocolType.Udp));
        await Transmit(port, $"srt://127.0.0.1:{port}?mode=listener&passphrase={Right}", $"udp://127.0.0.1:{to}");
        var run = await bench.Run(new SrtTarget(new HostPort("127.0.0.1", port)) { Passphrase = new Secret("a wrong horse"), KeyLength = 32 });
        await bench.Feed(run);

        (await run.Ended.WaitAsync(Bench.Patience)).Diagnosis.ShouldNotBeNull().Class.ShouldBe(ErrorClass.RefusedAuth, Bench.Said(run));
    }

    private async Task Transmit(int port, string from, string to)
    {
        await bench.Launchpad.Start(new ChildStart("srt-live-transmit", ["-chunk:1316", "-loglevel:error", from, to]) { OnStderr = _ => { } });
        var until = DateTime.UtcNow + Bench.Patience;
        while (!(await File.ReadAllTextAsync("/proc/net/udp")).Contains($":{port:X4} ", StringComparison.Ordinal))
            (DateTime.UtcNow < until).ShouldBeTrue($"srt-live-transmit does not listen on {port}");
    }

    /// <summary>Passes datagrams on in both directions, and reads the length of the key in the caller's key message (KMREQ of its handshake).</summary>
    private sealed class KeyWatch : IDisposable
    {
        private const int Extensions = 64;
        private const int KeyMessage = 3;

        private readonly Socket _front = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        private readonly Socket _back = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        private volatile EndPoint _caller = new IPEndPoint(IPAddress.Loopback, 0);

        public KeyWatch(int port)
        {
            _front.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            _back.Connect(IPAddress.Loopback, port);
            new Thread(() => Pass(Forth)) { IsBackground = true }.Start();
            new Thread(() => Pass(Back)) { IsBackground = true }.Start();
        }

        public int Port => ((IPEndPoint)_front.LocalEndPoint!).Port;

        public int KeyLength { get; private set; }

        public void Dispose()
        {
            _front.Dispose();
            _back.Dispose();
        }

        private static void Pass(Action<byte[]> once)
        {
            var buffer = new byte[2000];
            try
            {
                while (true)
                    once(buffer);
            }
            catch (Exception end) when (end is SocketException or ObjectDisposedException)
            {
                // Closed.
            }
        }

        private void Forth(byte[] buffer)
        {
            EndPoint from = new IPEndPoint(IPAddress.Loopback, 0);
            var count = _front.ReceiveFrom(buffer, ref from);
            _caller = from;
            if (buffer[0] == 0x80 && buffer[1] == 0)
                Look(buffer.AsSpan(0, count));
            _back.Send(buffer, count, SocketFlags.None);
        }

        private void Back(byte[] buffer) => _front.SendTo(buffer, _back.Receive(buffer), SocketFlags.None, _caller);

        private void Look(ReadOnlySpan<byte> handshake)
        {
            for (var at = Extensions; at + 4 <= handshake.Length; at += 4 + (4 * ((handshake[at + 2] << 8) | handshake[at + 3])))
            {
                if (((handshake[at] << 8) | handshake[at + 1]) == KeyMessage && at + 20 <= handshake.Length)
                    KeyLength = 4 * handshake[at + 19];
            }
        }
    }
}
