using System.Globalization;
using System.Net;
using StreamActors.Media.Mpegts;
using StreamActors.Media.Relay;
using StreamActors.Media.Udp;

namespace StreamActors.Benchmarks.OnAir;

/// <summary>
/// The minimum around our relay: a thread that receives, a thread that sends to all. The server's cost above this is the server's; this
/// one's above the C relay is the relay's.
/// </summary>
internal static class Fan
{
    private const int Whole = ChunkPool.DatagramPackets;

    public static int Run(string[] arguments)
    {
        var (input, first, count, hold) =
            (Number(arguments[0]), Number(arguments[1]), Number(arguments[2]), TimeSpan.FromMilliseconds(Number(arguments[3])));
        using var relay = new LiveRelay(new ChunkPool(), RingLimits.Default, TimeProvider.System);
        using var receiver = new UdpReceiver(new UdpSource(new IPEndPoint(IPAddress.Loopback, input)));
        var readerSignal = new ReaderSignal();
        var lanes = Enumerable.Range(first, count)
            .Select(port =>
            new OutputFeed(relay.Open(readerSignal), new UdpSender(new UdpDestination(new IPEndPoint(IPAddress.Loopback, port)))))
            .ToList();
        new Thread(() => Receive(receiver, relay)) { IsBackground = true }.Start();
        new Thread(() => Send(readerSignal, hold, lanes)) { IsBackground = true }.Start();
        Console.WriteLine("READY");
        var (question, before) = (0, Memory());
        while (Console.ReadLine() is not null)
        {
            var now = Memory();
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"memory {++question}: {now.Gen0 - before.Gen0} {now.Gen1 - before.Gen1} {now.Gen2 - before.Gen2} "
                    + $"{now.Bytes - before.Bytes}"));
            before = Memory();
        }
        return 0;
    }

    private static void Receive(UdpReceiver receiver, LiveRelay relay)
    {
        var buffer = new byte[2048];
        while (true)
        {
            if (receiver.Receive(buffer) is > 0 and var count)
                relay.Write(buffer.AsSpan(0, count));
        }
    }

    private static void Send(ReaderSignal readerSignal, TimeSpan hold, List<OutputFeed> lanes)
    {
        using var never = new ManualResetEventSlim();
        while (true)
        {
            readerSignal.Wait(Timeout.InfiniteTimeSpan);
            if (hold > TimeSpan.Zero)
                never.WaitHandle.WaitOne(hold);
            foreach (var outputFeed in lanes)
                outputFeed.Pump();
        }
    }

    private static (int Gen0, int Gen1, int Gen2, long Bytes) Memory() =>
        (GC.CollectionCount(0), GC.CollectionCount(1), GC.CollectionCount(2), GC.GetTotalAllocatedBytes(precise: true));

    private static int Number(string word) => int.Parse(word, CultureInfo.InvariantCulture);

    private sealed class OutputFeed(RelayCursor cursor, UdpSender sender)
    {
        private readonly byte[] _part = new byte[Whole * TsPacket.Size];
        private int _parts;

        public void Pump()
        {
            for (var bytes = cursor.Peek(49 * Whole); !bytes.IsEmpty; bytes = cursor.Peek(49 * Whole))
            {
                var packets = bytes.Length / TsPacket.Size;
                if (_parts == 0 && packets >= Whole)
                {
                    packets -= packets % Whole;
                    sender.Send(bytes[..(packets * TsPacket.Size)]);
                }
                else
                {
                    packets = Math.Min(packets, Whole - _parts);
                    bytes[..(packets * TsPacket.Size)].CopyTo(_part.AsSpan(_parts * TsPacket.Size));
                    _parts = (_parts + packets) % Whole;
                    if (_parts == 0)
                        sender.Send(_part);
                }
                cursor.Advance(packets);
            }
        }
    }
}
