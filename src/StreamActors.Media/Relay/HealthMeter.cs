using System.Collections.Immutable;
using StreamActors.Media.Mpegts;

namespace StreamActors.Media.Relay;

/// <summary>
/// Publishes the health once a second, on the producer's thread, as an immutable record: readers need no lock, at the cost of a
/// little garbage per second and relay.
/// </summary>
internal sealed class HealthMeter(PacketFramer framer, Ring ring, PidMap map, StreamFigures figures)
{
    private const int MostPids = 256;

    private long _looked;
    private long _packets;
    private long _nulls;

    public long Restarts { get; set; }

    public bool IsDue(long now) => now - _looked >= MediaClock.Hertz;

    public RelayHealth Read(long now, DateTimeOffset at, JoinedAt join, bool groupExceedsRing)
    {
        var passed = Math.Max(1, now - _looked);
        var health = new RelayHealth(at)
        {
            Packets = ring.Next,
            BitsPerSecond = Rate(ring.Next - _packets, passed),
            NullShare = ring.Next == _packets ? 0 : (double)(figures.Nulls - _nulls) / (ring.Next - _packets),
            InSync = framer.InSync,
            SyncLosses = framer.SyncLosses,
            SyncByteErrors = framer.SyncByteErrors,
            SkippedBytes = framer.Skipped,
            ContinuityErrors = map.Tracks.Sum(t => t.Figures.ContinuityErrors),
            TransportErrors = figures.TransportErrors,
            ScrambledPackets = figures.Scrambled,
            Pat = Table(ref map.Pats, map.Of(0).Tables, now),
            Join = join,
            GroupExceedsRing = groupExceedsRing,
            RingBytes = ring.HeldBytes,
            Restarts = Restarts,
            Programs = [.. map.Programs.Select(p => Program(p, now))],
            Pids = Pids(now, passed),
            LeftOut = map.ProgramsLeftOut || map.Tracks.Count > MostPids,
        };
        (_looked, _packets, _nulls) = (now, ring.Next, figures.Nulls);
        return health;
    }

    private static long Rate(long packets, long passed) => packets * TsPacket.Size * 8 * MediaClock.Hertz / passed;

    private static TableHealth Table(ref IntervalMeter intervalMeter, TableTrack? tables, long now) =>
        new(intervalMeter.IsPresent(now), MediaClock.ToTime(intervalMeter.Poll(now)), intervalMeter.Late, tables?.Damaged ?? 0);

    private ProgramHealth Program(ProgramTrack program, long now)
    {
        var reference = map.Of(program.Map?.PcrPid ?? TsPacket.NullPid);
        return new(
            program.Number,
            program.Map?.PcrPid ?? TsPacket.NullPid,
            Table(ref program.Maps, map.Of(program.MapPid).Tables, now),
            program.IsScrambled,
            program.Clock.Seams,
            MediaClock.ToTime(reference.Figures.Pcr.Spacing.Poll(now)),
            reference.Figures.Pcr.Spacing.Late,
            reference.Figures.Pcr.Jumps,
            map.Tracks.Where(t => t.Program == program).Sum(t => t.Figures.Stamps.Late));
    }

    private ImmutableArray<PidHealth> Pids(long now, long passed)
    {
        var pids = ImmutableArray.CreateBuilder<PidHealth>(Math.Min(map.Tracks.Count, MostPids));
        foreach (var track in map.Tracks.Where(t => t.Figures.Packets > 0 || t.Program is not null).Take(MostPids))
        {
            ref var f = ref track.Figures;
            var missing = track is { Program: not null, IsTimed: true } && now - f.LastSeen > Limits.Missing;
            pids.Add(new(
                track.Pid, track.Program?.Number, track.Coding, f.Packets, Rate(f.Packets - f.PacketsAtMeasurement, passed),
                f.ContinuityErrors, f.Scrambled, missing, f.KeyFrames, MediaClock.ToTime(f.KeyInterval)));
            f.PacketsAtMeasurement = f.Packets;
        }
        return pids.ToImmutable();
    }
}
