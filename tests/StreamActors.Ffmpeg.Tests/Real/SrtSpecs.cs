using System.Net;
using System.Net.Sockets;
using StreamActors.Domain.Workloads;
using StreamActors.Kernel;
using StreamActors.Testing.Peers;

namespace StreamActors.Ffmpeg.Tests.Real;

/// <summary>SRT with a peer other than FFmpeg, and its encryption on the wire.</summary>
public sealed class SrtSpecs(FfmpegBench bench) : IClassFixture<FfmpegBench>
{
    private const string Right = "correct horse battery";

    [Theory]
    [InlineData(null, 16)]
    [InlineData(24, 24)]
    [InlineData(32, 32)]
    public async Task An_output_is_encrypted_with_the_key_length_it_is_told(int? told, int length)
    {
        using var receiver = new Socket(AddressFamily.InterNetwork, SocketType.Dgram,
            ProtocolType.Udp) { ReceiveTimeout = (int)FfmpegBench.Timeout.TotalMilliseconds };
        receiver.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var port = Ports.Udp();
        await using var peer =
            await SrtLiveTransmit.ListensAndPassesOn(port, ((IPEndPoint)receiver.LocalEndPoint!).Port, $"&passphrase={Right}");
        using var wire = new KeyWatch(port);
        var run = await bench.Run(new SrtTarget(new HostPort("127.0.0.1", wire.Port)) { Passphrase = new Secret(Right), KeyLength = told });
        await bench.Feed(run);

        var datagram = new byte[2000];
        for (var count = 0; count < 50; count++)
        {
            receiver.Receive(datagram).ShouldBePositive();
            datagram[0].ShouldBe((byte)0x47);
        }
        wire.KeyLength.ShouldBe(length, FfmpegBench.Said(run));
        run.Input.Dispose();
    }

    [Fact]
    public async Task An_input_asks_for_the_key_length_it_is_told()
    {
        var (from, port) = (Ports.Udp(), Ports.Udp());
        await using var peer = await SrtLiveTransmit.TakesAndListens(from, port, $"&passphrase={Right}");
        using var wire = new KeyWatch(port);
        var run = await bench.Run(
            new SrtSource(new HostPort("127.0.0.1", wire.Port), SrtMode.Caller) { Passphrase = new Secret(Right), KeyLength = 32 });
        await using var sender = await FfmpegSender.ToUdp(from);

        FfmpegBench.ShouldBeStream(await FfmpegBench.Take(run, 100_000), run);
        wire.KeyLength.ShouldBe(32);
    }

    [Fact]
    public async Task A_wrong_passphrase_is_refused_at_any_key_length()
    {
        var (port, to) = (Ports.Udp(), Ports.Udp());
        await using var peer = await SrtLiveTransmit.ListensAndPassesOn(port, to, $"&passphrase={Right}");
        var run = await bench.Run(
            new SrtTarget(new HostPort("127.0.0.1", port)) { Passphrase = new Secret("a wrong horse"), KeyLength = 32 });
        await bench.Feed(run);

        (await run.Ended.WaitAsync(FfmpegBench.Timeout)).Diagnosis.ShouldNotBeNull().Class.ShouldBe(ErrorClass.RefusedAuth,
            FfmpegBench.Said(run));
    }

    /// <summary>
    /// Forwards datagrams in both directions, and reads the key length in the caller's key message (KMREQ of its handshake).
    /// </summary>
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
