using System.Buffers;
using System.Buffers.Binary;
using StreamActors.Media.Rtmp;

namespace StreamActors.Media.Tests.Rtmp;

/// <summary>
/// Whatever a peer sends, the only exception is <see cref="RtmpException"/>, nothing hangs and nothing grows. Inputs are conversations of a
/// real publisher and server with changed bytes, lengths, counts and order; a seed names each.
/// </summary>
public sealed class HostileSpecs : IRtmpPublications
{
    private const int Most = 300_000;

    private int _accepted;

    /// <summary>Inputs that once failed, or are of a kind of their own: Rtmp/corpus, one per file.</summary>
    public static TheoryData<string> Corpus => [.. Directory.GetFiles(Folder, "*.hex").Select(f => Path.GetFileName(f)!).Order()];

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "Rtmp", "corpus");

    public bool HasApplication(string application) => application.Length < 20;

    public string? Accept(RtmpPublication publication)
    {
        _accepted++;
        return publication.Name.Length > 20 ? "no" : null;
    }

    void IRtmpPublications.Take(RtmpMessageType type, uint timestamp, ReadOnlySpan<byte> body) =>
        Hold(type is RtmpMessageType.Audio or RtmpMessageType.Video or RtmpMessageType.DataAmf0, "other messages than media");

    [Fact]
    public void Five_thousand_inputs() => Run(1, 5000);

    [Fact]
    [Trait("Runs", "long")]
    public void Ten_million_inputs() =>
        Parallel.For(0, 100, new ParallelOptions { MaxDegreeOfParallelism = 2 },
            part => new HostileSpecs().Run(1_000_000 * (part + 1), 100_000));

    [Theory]
    [MemberData(nameof(Corpus))]
    public void What_is_kept(string file) =>
        TakeAll(Convert.FromHexString(string.Concat(File.ReadAllText(Path.Combine(Folder, file)).Where(c => !char.IsWhiteSpace(c)))), 7);

    private void Run(int seed, int count)
    {
        for (var i = 0; i < count; i++)
        {
            try
            {
                TakeAll(Conversation(new Random(seed + i)), 1 + (i % 500));
            }
            catch (Exception failure)
            {
                throw new InvalidOperationException($"Seed {seed + i}: {failure.Message}", failure);
            }
        }
        _accepted.ShouldBeGreaterThan(count / 20, "too few inputs get as far as publishing");
    }

    /// <summary>By the server, the client and the readers of AMF.</summary>
    private void TakeAll(byte[] bytes, int piece)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var server = new RtmpServerSession(this);
        Feed(server.Link, server.Take, bytes, piece);
        var client = new RtmpPublisher(new RtmpDestination("rtmp://host/live", "live", "studio"));
        Feed(client.Link, client.Take, bytes, piece);
        Refusing(() => AmfReader.ReadAll(bytes.AsSpan(Math.Min(bytes.Length, 3073 + 12))));
        Refusing(() => AmfReader.ReadAll(bytes.AsSpan(Math.Min(bytes.Length, 3073 + 12)), amf3: true));
        Hold(GC.GetAllocatedBytesForCurrentThread() - before < 8 << 20, "it takes too much memory");
    }

    /// <summary>Cheaper than an assertion that composes its message.</summary>
    private static void Hold(bool holds, string otherwise)
    {
        if (!holds)
            throw new InvalidOperationException(otherwise);
    }

    private static void Feed(RtmpLink link, Action<ReadOnlySpan<byte>> take, byte[] bytes, int piece) => Refusing(() =>
    {
        for (var at = 0; at < bytes.Length; at += piece)
        {
            take(bytes.AsSpan(at, Math.Min(piece, bytes.Length - at)));
            Hold(link.Pending.Length < Most, "the answers grow");
            link.Sent(link.Pending.Length);
        }
    });

    private static void Refusing(Action action)
    {
        try
        {
            action();
        }
        catch (RtmpException refusal)
        {
            Hold(refusal.Message.Length > 0, "a refusal without a reason");
        }
    }

    /// <summary>What a publisher sends, or a server, with some of it changed.</summary>
    private static byte[] Conversation(Random random)
    {
        var output = new ArrayBufferWriter<byte>();
        output.Write<byte>([3]);
        output.Write(new byte[3072]);
        var writer = new ChunkWriter(output);
        for (var left = random.Next(1, 12); left >= 0; left--)
        {
            var (type, body) = Message(random, left);
            var time = (uint)random.Next(100) << random.Next(28);
            writer.Write((byte)random.Next(2, random.Next(8) == 0 ? 64 : 6), type, (uint)random.Next(3), time, body);
            if (type == RtmpMessageType.SetChunkSize && body.Length >= 4 && BinaryPrimitives.ReadInt32BigEndian(body) is > 0 and var size)
                writer.ChunkSize = size;
        }
        var bytes = output.WrittenSpan.ToArray();
        if (random.Next(3) == 0)
        {
            for (var changes = random.Next(1, 6); changes > 0; changes--)
                bytes[random.Next(random.Next(10) == 0 ? 0 : 3073, bytes.Length)] = (byte)random.Next(random.Next(2) == 0 ? 256 : 20);
        }
        return random.Next(6) == 0 ? bytes[..random.Next(bytes.Length)] : bytes;
    }

    private static (RtmpMessageType, byte[]) Message(Random random, int left)
    {
        var command = random.Next(4) == 0 ? RtmpMessageType.CommandAmf3 : RtmpMessageType.CommandAmf0;
        byte[] zero = command == RtmpMessageType.CommandAmf3 ? [0] : [];
        return random.Next(left > 8 ? 3 : 14) switch
        {
            0 or 1 => (command, [.. zero, .. AmfWriter.Bytes("connect", 1.0, new AmfObject
                { { "app", "live" }, { "flashVer", Odd(random, 2) }, { "fourCcList", Odd(random, 3) } })]),
            2 or 3 =>
                (command, [.. zero, .. AmfWriter.Bytes("publish", 5.0, null, random.Next(9) == 0 ? Odd(random, 1) : "studio", "live")]),
            4 => (command, [.. zero, .. AmfWriter.Bytes(
                (string[])["_result", "_error", "onStatus", "close", "createStream", "deleteStream", "play", ""] is var names
                    ? names[random.Next(names.Length)] : "", (double)random.Next(6), Odd(random, 2), Odd(random, 2))]),
            5 => (command, [.. zero, .. RawAmf(random)]),
            6 => ((RtmpMessageType)random.Next(1, 8), Bytes(random, random.Next(8))),
            7 => (RtmpMessageType.SetChunkSize, [0, (byte)(random.Next(20) == 0 ? 255 : 0), (byte)random.Next(20), (byte)random.Next(256)]),
            8 => (RtmpMessageType.Aggregate, Aggregate(random)),
            9 => (RtmpMessageType.DataAmf0, AmfWriter.Bytes("@setDataFrame", "onMetaData", Odd(random, 3))),
            10 => ((RtmpMessageType)random.Next(256), Bytes(random, random.Next(300))),
            11 => (RtmpMessageType.UserControl, [0, (byte)random.Next(9), .. Bytes(random, random.Next(8))]),
            _ => (random.Next(2) == 0 ? RtmpMessageType.Audio : RtmpMessageType.Video, Bytes(random, random.Next(3000))),
        };
    }

    private static object? Odd(Random random, int deep) => random.Next(deep > 0 ? 9 : 6) switch
    {
        0 => null,
        1 => random.NextDouble() * 1e308,
        2 => random.Next(2) == 0,
        3 => new string('k', random.Next(200)),
        4 => (double)random.Next(-2, 9),
        5 => "NetStream.Publish.Start",
        6 => Enumerable.Range(0, random.Next(5)).Select(_ => Odd(random, deep - 1)).ToArray(),
        _ => Object(random, deep),
    };

    private static AmfObject Object(Random random, int deep)
    {
        string[] names = ["code", "level", "description", "ex", "redirect", "x"];
        var made = new AmfObject { IsArray = random.Next(2) == 0 };
        for (var i = random.Next(5); i > 0; i--)
            made.Add(names[random.Next(names.Length)], Odd(random, deep - 1));
        return made;
    }

    private static byte[] Aggregate(Random random)
    {
        List<byte> bytes = [];
        for (var i = random.Next(1, 4); i > 0; i--)
        {
            var length = random.Next(40);
            bytes.AddRange([(byte)random.Next(7, 20), 0, 0, (byte)(random.Next(5) == 0 ? 255 : length), .. Bytes(random, 7),
                .. Bytes(random, length + 4)]);
        }
        return [.. bytes];
    }

    /// <summary>Markers and small numbers, which nest, count and refer.</summary>
    private static byte[] RawAmf(Random random)
    {
        var bytes = Bytes(random, random.Next(1, 400));
        for (var i = 0; i < bytes.Length; i++)
            bytes[i] = random.Next(6) == 0 ? bytes[i] : (byte)(bytes[i] % 0x13);
        return random.Next(2) == 0 ? [0x11, .. bytes] : bytes;
    }

    private static byte[] Bytes(Random random, int count)
    {
        var bytes = new byte[count];
        random.NextBytes(bytes);
        return bytes;
    }
}
