using System.Buffers.Binary;
using StreamActors.Media.Mpegts;

namespace StreamActors.Media.Tests.Streams;

/// <summary>Writes transport packets by hand, with continuity counters per PID.</summary>
internal sealed class Mux
{
    public const int MapPid = 0x100;
    public const int VideoPid = 0x101;
    public const int AudioPid = 0x102;

    public static readonly byte[] Idr = [0, 0, 1, 0x09, 0xF0, 0, 0, 1, 0x67, 1, 2, 3, 0, 0, 1, 0x65, 0x88, 0x84, 9, 9, 9, 9, 9, 9, 9];
    public static readonly byte[] Delta = [0, 0, 1, 0x09, 0xF0, 0, 0, 1, 0x41, 0x9A, 0x24, 9, 9, 9, 9, 9, 9, 9, 9];

    private readonly Dictionary<int, int> _counters = [];
    private readonly List<byte> _bytes = [];

    public byte[] Bytes => [.. _bytes];

    public int Count => _bytes.Count / TsPacket.Size;

    public byte[] Cut()
    {
        var bytes = Bytes;
        _bytes.Clear();
        return bytes;
    }

    public static byte[] Section(byte table, int id, int version, byte[] body, int number = 0, int last = 0, bool current = true)
    {
        var length = 5 + body.Length + 4;
        byte[] section =
        [
            table, (byte)(0xB0 | (length >> 8)), (byte)length, (byte)(id >> 8), (byte)id,
            (byte)(0xC0 | (version << 1) | (current ? 1 : 0)), (byte)number, (byte)last, .. body, 0, 0, 0, 0,
        ];
        BinaryPrimitives.WriteUInt32BigEndian(section.AsSpan(section.Length - 4), MpegCrc.Of(section.AsSpan(0, section.Length - 4)));
        return section;
    }

    public static byte[] PatSection(int version, (int Number, int Pid)[] programs, int number = 0, int last = 0) =>
        Section(0, 1, version,
        [.. programs.SelectMany(p => new byte[] { (byte)(p.Number >> 8), (byte)p.Number, (byte)(0xE0 | (p.Pid >> 8)), (byte)p.Pid })],
        number, last);

    public static byte[] PmtSection(int program, int version, int pcrPid, params (byte Type, int Pid)[] streams) =>
        Section(2, program, version,
        [
            (byte)(0xE0 | (pcrPid >> 8)), (byte)pcrPid, 0xF0, 0,
            .. streams.SelectMany(s => new byte[] { s.Type, (byte)(0xE0 | (s.Pid >> 8)), (byte)s.Pid, 0xF0, 0 }),
        ]);

    public Mux Pat(int version = 0, params (int Number, int Pid)[] programs) =>
        Psi(0, PatSection(version, programs.Length > 0 ? programs : [(1, MapPid)]));

    public Mux Pmt(int version = 0, byte video = 0x1B) =>
        Psi(MapPid, PmtSection(1, version, VideoPid, (video, VideoPid), (0x0F, AudioPid)));

    public Mux AudioOnlyPmt() => Psi(MapPid, PmtSection(1, 0, AudioPid, (0x0F, AudioPid)));

    public Mux Tables() => Pat().Pmt();

    public Mux Psi(int pid, params byte[][] sections)
    {
        byte[] payload = [0, .. sections.SelectMany(s => s)];
        for (var first = true; payload.Length > 0; first = false)
        {
            var taken = Math.Min(184, payload.Length);
            Packet(pid, first, [.. payload[..taken], .. Enumerable.Repeat((byte)0xFF, 184 - taken)]);
            payload = payload[taken..];
        }
        return this;
    }

    public static byte[] PesHeader(byte streamId, long? pts, long? dts, int stuffing = 0)
    {
        var stamps = new byte[(pts is null ? 0 : 5) + (dts is null ? 0 : 5)];
        if (pts is { } p)
        {
            stamps[0] = (byte)(dts is null ? 0x20 : 0x30);
            PesStamp.Write(stamps, p);
        }
        if (dts is { } d)
        {
            stamps[5] = 0x10;
            PesStamp.Write(stamps.AsSpan(5), d);
        }
        return [0, 0, 1, streamId, 0, 0, 0x80, (byte)((pts is null ? 0 : 0x80) | (dts is null ? 0 : 0x40)),
            (byte)(stamps.Length + stuffing), .. stamps, .. Enumerable.Repeat((byte)0xFF, stuffing)];
    }

    public Mux Video(long pts, bool key, long? dts = null, long? pcr = null, bool flag = false, int size = 400, byte[]? unit = null)
    {
        byte[] start = unit ?? (key ? Idr : Delta);
        return Pes(VideoPid, 0xE0, pts, dts, [.. start, .. Filler(Math.Max(0, size - start.Length), (int)pts)], pcr, flag);
    }

    public Mux Audio(long pts, int size = 150, long? pcr = null) => Pes(AudioPid, 0xC0, pts, null, Filler(size, (int)pts), pcr, false);

    public Mux Pes(int pid, byte streamId, long? pts, long? dts, byte[] content, long? pcr = null, bool flag = false,
        int firstPayload = 184)
    {
        byte[] pes = [.. PesHeader(streamId, pts, dts), .. content];
        for (var first = true; pes.Length > 0; first = false)
        {
            var adaptation = first && (pcr is not null || flag) ? Adaptation(first ? pcr : null, first && flag) : [];
            var room = Math.Min(184 - (adaptation.Length > 0 ? adaptation.Length : 0), first ? firstPayload : 184);
            var taken = Math.Min(room, pes.Length);
            Packet(pid, first, pes[..taken], adaptation);
            pes = pes[taken..];
        }
        return this;
    }

    /// <summary>An adaptation field without its stuffing, the length byte in front.</summary>
    public static byte[] Adaptation(long? pcr = null, bool randomAccess = false, bool discontinuity = false)
    {
        var flags = (byte)((discontinuity ? 0x80 : 0) | (randomAccess ? 0x40 : 0) | (pcr is null ? 0 : 0x10));
        var six = new byte[pcr is null ? 0 : 6];
        if (pcr is { } ticks)
            new Pcr(ticks, 0).Write(six);
        return [(byte)(1 + six.Length), flags, .. six];
    }

    public Mux PcrOnly(int pid, long pcr, bool discontinuity = false) =>
        Packet(pid, false, [], Adaptation(pcr, discontinuity: discontinuity));

    /// <summary>One packet; the adaptation field is stretched until the payload fits.</summary>
    public Mux Packet(int pid, bool unitStart, byte[] payload, byte[]? adaptation = null, int scrambling = 0, bool error = false)
    {
        var field = new List<byte>(adaptation ?? []);
        var room = 184 - payload.Length;
        if (room > 0)
        {
            if (field.Count == 0)
                field.Add(0);
            if (room > 1 && field.Count == 1)
                field.Add(0);
            while (field.Count < room)
                field.Add(0xFF);
            field[0] = (byte)(room - 1);
        }
        var last = _counters.GetValueOrDefault(pid, 15);
        var counter = payload.Length > 0 ? (last + 1) & 15 : last;
        _counters[pid] = counter;
        _bytes.AddRange([
            TsPacket.Sync, (byte)((error ? 0x80 : 0) | (unitStart ? 0x40 : 0) | (pid >> 8)), (byte)pid,
            (byte)((scrambling << 6) | (field.Count > 0 ? 0x20 : 0) | (payload.Length > 0 ? 0x10 : 0) | counter), .. field, .. payload]);
        return this;
    }

    public Mux Null(int count = 1)
    {
        for (; count > 0; count--)
            Packet(TsPacket.NullPid, false, new byte[184]);
        return this;
    }

    /// <summary>A lost packet.</summary>
    public Mux Lose(int pid, int count = 1)
    {
        _counters[pid] = (_counters.GetValueOrDefault(pid, 15) + count) & 15;
        return this;
    }

    /// <summary>Bytes without a start code or a sync byte.</summary>
    public static byte[] Filler(int size, int seed) => [.. Enumerable.Range(0, size).Select(i => (byte)(0x80 | ((i * 31) + seed) % 97))];
}
