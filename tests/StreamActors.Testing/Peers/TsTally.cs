namespace StreamActors.Testing.Peers;

/// <summary>The counts of a receiver of a transport stream; immutable.</summary>
public sealed record TsFigures
{
    public long Datagrams { get; init; }

    public long Bytes { get; init; }

    public long Packets { get; init; }

    public long Nulls { get; init; }

    /// <summary>Bytes between packets, truncated packets, packets marked as damaged.</summary>
    public long SyncErrors { get; init; }

    /// <summary>Continuity counters out of sequence, on any PID.</summary>
    public long ContinuityErrors { get; init; }

    /// <summary>Packets sent twice, which the standard allows once.</summary>
    public long Repeats { get; init; }

    /// <summary>Pictures at which a decoder can start.</summary>
    public long KeyFrames { get; init; }

    /// <summary>Units of video and audio.</summary>
    public long Units { get; init; }

    /// <summary>Decoding times and clocks that do not increase: a muxer that copies would fail.</summary>
    public long StepsBack { get; init; }

    /// <summary>Steps of a decoding time of more than a second.</summary>
    public long Leaps { get; init; }

    /// <summary>RTP sequence numbers out of sequence.</summary>
    public long RtpGaps { get; init; }

    public IReadOnlyDictionary<int, long> ErrorsByPid { get; init; } = new Dictionary<int, long>();

    /// <summary>The first few errors, as text.</summary>
    public IReadOnlyList<string> Faults { get; init; } = [];

    public bool IsClean => SyncErrors + ContinuityErrors + StepsBack + RtpGaps == 0;

    public override string ToString() =>
        $"{Datagrams} datagrams, {Packets} packets, {KeyFrames} key frames, {ContinuityErrors} continuity errors, {SyncErrors} sync "
        + $"errors, {StepsBack} steps back, {Leaps} leaps, {RtpGaps} RTP gaps"
        + (Faults.Count > 0 ? $": {string.Join("; ", Faults)}" : "");
}

/// <summary>
/// Reads a transport stream as a strict receiver does, by the standard (ISO/IEC 13818-1, 2.4.3) and without the product's code.
/// </summary>
public sealed class TsTally
{
    private const int Packet = 188;
    private const long Wrap = 1L << 33;

    private readonly Dictionary<int, Track> _tracks = [];
    private readonly List<string> _faults = [];
    private TsFigures _figures = new();

    public TsFigures Figures => _figures with
    {
        ErrorsByPid = _tracks.Where(t => t.Value.Errors > 0).ToDictionary(t => t.Key, t => t.Value.Errors), Faults = [.. _faults],
    };

    public static TsFigures OfFile(string path)
    {
        var tally = new TsTally();
        var bytes = File.ReadAllBytes(path);
        tally.Take(bytes.AsSpan(0, bytes.Length / Packet * Packet)); // a truncated recording may end anywhere
        return tally.Figures;
    }

    public void Datagram(ReadOnlySpan<byte> bytes)
    {
        _figures = _figures with { Datagrams = _figures.Datagrams + 1 };
        Take(bytes);
    }

    public void RtpGap() => _figures = _figures with { RtpGaps = _figures.RtpGaps + 1 };

    public void Take(ReadOnlySpan<byte> bytes)
    {
        long packets = 0, nulls = 0, damaged = 0;
        for (var at = 0; at < bytes.Length; at += Packet)
        {
            if (bytes.Length - at < Packet || bytes[at] != 0x47 || (bytes[at + 1] & 0x80) != 0)
            {
                damaged++;
                continue;
            }
            packets++;
            var pid = ((bytes[at + 1] & 31) << 8) | bytes[at + 2];
            if (pid == 8191)
                nulls++;
            else
                One(pid, bytes.Slice(at, Packet));
        }
        _figures = _figures with
        {
            Bytes = _figures.Bytes + bytes.Length, Packets = _figures.Packets + packets, Nulls = _figures.Nulls + nulls,
            SyncErrors = _figures.SyncErrors + damaged,
        };
    }

    private void One(int pid, ReadOnlySpan<byte> packet)
    {
        if (!_tracks.TryGetValue(pid, out var track))
            _tracks.Add(pid, track = new Track());
        var hasPayload = (packet[3] & 0x10) != 0;
        var field = (packet[3] & 0x20) != 0 ? packet[4] : -1;
        var flags = field > 0 ? packet[5] : 0;
        var repeated = Follows(pid, track, packet, hasPayload, announced: (flags & 0x80) != 0);
        if (repeated)
            return;
        if ((flags & 0x10) != 0)
        {
            var clock = Stamp33(packet[6..]);
            Rises(pid, "clock", ref track.Clock, clock, (flags & 0x80) != 0);
        }
        if (hasPayload && (packet[1] & 0x40) != 0)
            Unit(pid, track, packet[Math.Min(Packet, 5 + field)..], (flags & 0x40) != 0, (flags & 0x80) != 0);
    }

    /// <returns>True for a packet that only repeats the one before.</returns>
    private bool Follows(int pid, Track track, ReadOnlySpan<byte> packet, bool hasPayload, bool announced)
    {
        var (last, counter) = (track.Counter, packet[3] & 15);
        track.Counter = counter;
        if (hasPayload && counter == last && !track.Repeated && packet.SequenceEqual(track.Newest))
        {
            track.Repeated = true;
            _figures = _figures with { Repeats = _figures.Repeats + 1 };
            return true;
        }
        track.Repeated = false;
        if (hasPayload)
            packet.CopyTo(track.Newest);
        if (last >= 0 && !announced && counter != (hasPayload ? (last + 1) & 15 : last))
        {
            track.Errors++;
            _figures = _figures with { ContinuityErrors = _figures.ContinuityErrors + 1 };
            Fault($"PID {pid}: counter {last} then {counter} in packet {_figures.Packets}");
        }
        return false;
    }

    private void Unit(int pid, Track track, ReadOnlySpan<byte> pes, bool randomAccess, bool announced)
    {
        if (pes.Length < 14 || !pes.StartsWith((ReadOnlySpan<byte>)[0, 0, 1]) || pes[3] is < 0xC0 or > 0xEF && pes[3] != 0xBD)
            return;
        var isPicture = pes[3] >= 0xE0;
        _figures = _figures with { Units = _figures.Units + 1, KeyFrames = _figures.KeyFrames + (isPicture && randomAccess ? 1 : 0) };
        var stamps = pes[7] >> 6;
        if (stamps == 2)
            Rises(pid, "time", ref track.Time, Stamp(pes[9..]), announced);
        else if (stamps == 3 && pes.Length >= 19)
            Rises(pid, "time", ref track.Time, Stamp(pes[14..]), announced);
    }

    private void Rises(int pid, string what, ref long last, long now, bool announced)
    {
        if (last >= 0 && !announced)
        {
            var step = (now - last + Wrap + (Wrap / 2)) % Wrap - (Wrap / 2);
            if (step <= 0)
            {
                _figures = _figures with { StepsBack = _figures.StepsBack + 1 };
                Fault($"PID {pid}: {what} {last} then {now} in packet {_figures.Packets}");
            }
            else if (step > 90_000)
            {
                _figures = _figures with { Leaps = _figures.Leaps + 1 };
            }
        }
        last = now;
    }

    private void Fault(string words)
    {
        if (_faults.Count < 10)
            _faults.Add(words);
    }

    private static long Stamp(ReadOnlySpan<byte> b) =>
        ((b[0] >> 1 & 7L) << 30) | ((long)b[1] << 22) | ((b[2] >> 1 & 127L) << 15) | ((long)b[3] << 7) | (b[4] >> 1 & 127L);

    private static long Stamp33(ReadOnlySpan<byte> b) =>
        ((long)b[0] << 25) | ((long)b[1] << 17) | ((long)b[2] << 9) | ((long)b[3] << 1) | (b[4] >> 7 & 1L);

    private sealed class Track
    {
        public readonly byte[] Newest = new byte[Packet];
        public int Counter = -1;
        public bool Repeated;
        public long Errors;
        public long Time = -1;
        public long Clock = -1;
    }
}
