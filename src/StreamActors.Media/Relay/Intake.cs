using System.Collections.Immutable;
using StreamActors.Media.Mpegts;

namespace StreamActors.Media.Relay;

/// <summary>Processes each packet once, in place in the ring: counts it, moves its times and counter, finds join points.</summary>
internal sealed class Intake
{
    /// <summary>More layouts than a source has while a reader is a whole ring behind.</summary>
    private const int MostLayouts = 8;

    private readonly Holdback _holdback;
    private readonly Restamp _restamp;
    private readonly JoinIndex _joins;
    private readonly Preamble _tablesAtUnit = new();
    private bool _tablesMoved = true;
    private int _leadChanges;
    private volatile StreamLayout[] _layouts = [StreamLayout.None];

    public Intake(Ring ring, PidMap map, JoinIndex joins, StreamFigures figures)
    {
        (Map, Figures, _joins) = (map, figures, joins);
        _holdback = new(ring, map);
        _restamp = new(ring, _holdback);
    }

    public PidMap Map { get; }

    public StreamFigures Figures { get; }

    /// <summary>The newest layouts; the last one is current. From any thread.</summary>
    public IReadOnlyList<StreamLayout> Layouts => _layouts;

    public long Shown(long now) => _holdback.Shown(now);

    /// <summary>Whether there were tables among the packets since the last publish.</summary>
    public bool AnyTables { get; set; }

    public void Release() => _holdback.Release();

    public void Restart()
    {
        _holdback.Release();
        Map.Restart();
    }

    public void Take(Span<byte> bytes, long sequence, long now)
    {
        var packet = new TsPacket(bytes);
        if (packet.TransportError)
        {
            // Not even its PID is reliable.
            Figures.TransportErrors++;
            return;
        }
        if (packet.Pid == TsPacket.NullPid)
        {
            Figures.Nulls++;
            return;
        }
        var track = Map.Of(packet.Pid);
        var field = packet.Adaptation;
        track.Figures.Packets++;
        track.Figures.LastSeen = now;
        var step = track.Counter.Take(packet, field.Discontinuity);
        if (step == ContinuityStep.Broken)
            Miss(track, packet, sequence, now);
        if (packet is { UnitStart: true, Scrambled: false } && track.IsTimed && track.Program is { IsScrambled: true } hidden
            && hidden.Unscramble(now))
            Map.ForgetStamps(hidden);
        if (field.TryPcr(out var pcr))
        {
            track.Figures.Pcr.Add(pcr, now, field.Discontinuity);
            _restamp.Reference(track, bytes, pcr, field.Discontinuity, now);
        }
        // After a restart, an equal counter is a coincidence and not a repeat.
        if (step == ContinuityStep.Repeat && track.Outgoing.Anew)
            step = ContinuityStep.Broken;
        if (packet.Scrambled)
            Scrambled(track, now);
        if (track.Program is not null && track.Tables is null && step != ContinuityStep.Repeat)
            Unit(track, packet, bytes, field.RandomAccess, sequence, now);
        else if (step == ContinuityStep.Repeat && packet is { UnitStart: true, Scrambled: false })
            Restamp.Repeat(track, bytes);
        track.Outgoing.Write(bytes, packet.HasPayload, step);
        if (track.Tables is { } tables && packet.HasPayload && step != ContinuityStep.Repeat && !packet.Scrambled)
            Table(tables, packet, sequence);
    }

    private void Miss(PidTrack track, in TsPacket packet, long sequence, long now)
    {
        track.Pes.Drop();
        track.Scan.Drop();
        track.Tables?.Drop();
        _holdback.HeaderDone(track);
        if (track.Outgoing.Anew)
            return;
        // A restarted source starts with a new unit; a break within a unit is a loss.
        if (packet.UnitStart)
            _holdback.Doubtful(track, track.Outgoing.Gap(packet), sequence, now);
        else
            track.Figures.ContinuityErrors++;
    }

    private void Scrambled(PidTrack track, long now)
    {
        Figures.Scrambled++;
        track.Figures.Scrambled++;
        if (track.IsTimed)
            track.Program?.Scramble(now);
    }

    private void Table(TableTrack tables, in TsPacket packet, long sequence)
    {
        if (!tables.Take(packet))
            return;
        _tablesMoved = AnyTables = true;
        if (Map.TakeLayout() is { } programs)
            Lay(programs, sequence);
        if (_leadChanges == Map.LeadChanges)
            return;
        // Join points of the old lead stream are not valid for the new one.
        _leadChanges = Map.LeadChanges;
        _joins.Clear();
    }

    private void Lay(ImmutableArray<ProgramMap> programs, long sequence)
    {
        var newest = _layouts[^1];
        var next = new StreamLayout(newest.Number + 1, sequence, programs);
        if (next.Streams == newest.Streams)
            return;
        _layouts = [.. _layouts.TakeLast(MostLayouts - 1), next];
        // A reader that joined earlier would receive both.
        _joins.Clear();
    }

    private void Unit(PidTrack track, in TsPacket packet, Span<byte> bytes, bool flagged, long sequence, long now)
    {
        track.IsFlagged |= flagged;
        if (!packet.HasPayload)
            return;
        var content = packet.Scrambled ? TsPacket.Size : _restamp.Unit(track, bytes, packet.UnitStart, sequence, now);
        if (packet.UnitStart)
            Begin(track, sequence, now);
        if (track.Scan.IsOpen && content < TsPacket.Size && track.Scan.Take(packet.Bytes[content..]))
            KeyFrame(track, now);
    }

    private void Begin(PidTrack track, long sequence, long now)
    {
        // The previous unit has only now ended; its join point is where it started.
        if (track.Scan.IsOpen && track.Scan.End())
            KeyFrame(track, now);
        track.UnitAt = sequence;
        if (track == Map.Lead && _tablesMoved)
        {
            Map.SayTables(_tablesAtUnit);
            _tablesMoved = false;
        }
        if (track.Coding.IsVideo())
        {
            track.Scan.Begin(track.Coding);
            if (track.IsFlagged)
            {
                track.Scan.Drop();
                KeyFrame(track, now);
            }
        }
        else if (track == Map.Lead)
        {
            _joins.Add(sequence, JoinedAt.Anywhere, _tablesAtUnit);
        }
        track.IsFlagged = false;
    }

    private void KeyFrame(PidTrack track, long now)
    {
        ref var figures = ref track.Figures;
        // By the picture's own time if it has one: a file is read faster than real time.
        var at = track.Stamps.Any ? track.Stamps.Out : now;
        if (figures.KeyFrames > 0)
            figures.KeyInterval = Math.Max(0, MediaClock.Distance(at, figures.LastKey));
        figures.LastKey = at;
        figures.KeyFrames++;
        if (track == Map.Lead)
            _joins.Add(track.UnitAt, JoinedAt.KeyFrame, _tablesAtUnit);
    }
}
