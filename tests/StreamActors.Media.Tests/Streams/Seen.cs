using StreamActors.Media.Mpegts;
using StreamActors.Media.Relay;

namespace StreamActors.Media.Tests.Streams;

internal readonly record struct Stamped(int Pid, int Packet, long Pts, long Dts, bool Flagged);

/// <summary>What a receiver sees in packets: written without the code under test, except for reading single fields.</summary>
internal sealed class Seen
{
    private readonly Dictionary<int, int> _counters = [];

    public Seen(byte[] bytes)
    {
        (bytes.Length % 188).ShouldBe(0);
        for (var i = 0; i < bytes.Length / 188; i++)
            Take(bytes.AsSpan(i * 188, 188), i);
    }

    public List<int> Pids { get; } = [];

    public List<(int Pid, int Packet)> Gaps { get; } = [];

    public List<(int Pid, int Packet)> Repeats { get; } = [];

    public List<(int Pid, int Packet, long Clock)> Pcrs { get; } = [];

    public List<Stamped> Units { get; } = [];

    public static byte[] Read(RelayCursor cursor, int packets = int.MaxValue)
    {
        var bytes = new List<byte>();
        for (var span = cursor.Peek(packets); !span.IsEmpty; span = cursor.Peek(packets))
        {
            bytes.AddRange(span);
            cursor.Advance(span.Length / 188);
        }
        return [.. bytes];
    }

    /// <summary>Decoding times that do not increase: a muxer would fail on them.</summary>
    public IEnumerable<string> StepsBack() =>
        Units.GroupBy(u => u.Pid).SelectMany(pid => pid.Zip(pid.Skip(1)).Where(p => MediaClock.Distance(p.Second.Dts, p.First.Dts) <= 0)
                .Select(p => $"PID {pid.Key}: {p.First.Dts} then {p.Second.Dts} in packet {p.Second.Packet}"))
            .Concat(Pcrs.GroupBy(c => c.Pid)
            .SelectMany(pid => pid.Zip(pid.Skip(1)).Where(p => MediaClock.Distance(p.Second.Clock, p.First.Clock) <= 0)
                .Select(p => $"PCR {pid.Key}: {p.First.Clock} then {p.Second.Clock} in packet {p.Second.Packet}")));

    /// <summary>The largest step between decoding times of a PID.</summary>
    public long LongestStep() =>
        Units.GroupBy(u => u.Pid).SelectMany(p => p.Zip(p.Skip(1), (a, b) => MediaClock.Distance(b.Dts, a.Dts))).Max();

    private void Take(ReadOnlySpan<byte> p, int index)
    {
        p[0].ShouldBe((byte)0x47);
        var pid = ((p[1] & 31) << 8) | p[2];
        Pids.Add(pid);
        if (pid == 8191)
            return;
        var payload = (p[3] & 16) != 0;
        var counter = p[3] & 15;
        if (_counters.TryGetValue(pid, out var last))
        {
            if (payload && counter == last)
                Repeats.Add((pid, index));
            else if (counter != (payload ? (last + 1) & 15 : last))
                Gaps.Add((pid, index));
        }
        _counters[pid] = counter;
        var packet = new TsPacket(p);
        if (packet.Adaptation.TryPcr(out var pcr))
            Pcrs.Add((pid, index, pcr.Clock));
        var pes = packet.Payload;
        if (packet.UnitStart && pes.Length >= 14 && pes.StartsWith((ReadOnlySpan<byte>)[0, 0, 1]) && (pes[7] & 0x80) != 0
            && PesStamp.TryRead(pes[9..], out var pts))
        {
            var dts = pts;
            if ((pes[7] & 0x40) != 0 && pes.Length >= 19)
                PesStamp.TryRead(pes[14..], out dts);
            Units.Add(new(pid, index, pts, dts, packet.Adaptation.RandomAccess));
        }
    }
}
