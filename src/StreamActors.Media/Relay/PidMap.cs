using System.Collections.Immutable;
using StreamActors.Media.Mpegts;

namespace StreamActors.Media.Relay;

/// <summary>
/// The PIDs, programs and streams according to PAT and PMT. Bounded for any input: 8192 PIDs, 128 programs, and the streams that
/// fit in a section.
/// </summary>
internal sealed class PidMap
{
    private readonly PidTrack?[] _byPid = new PidTrack?[TsPacket.PidCount];
    private readonly List<PidTrack> _tracks = [];
    private readonly ProgramAssociation _pat = new();
    private List<ProgramTrack> _programs = [];

    public PidMap() => Of(0).Tables = new TableTrack(HearPat) { Wanted = 1 };

    /// <summary>Every PID seen or named so far.</summary>
    public IReadOnlyList<PidTrack> Tracks => _tracks;

    /// <summary>The programs of the PAT, in its order.</summary>
    public IReadOnlyList<ProgramTrack> Programs => _programs;

    /// <summary>The stream at whose units readers join: the first video, else the first audio.</summary>
    public PidTrack? Lead { get; private set; }

    public bool ProgramsLeftOut => _pat.LeftOut;

    /// <summary>Increases when another stream becomes the lead.</summary>
    public int LeadChanges { get; private set; }

    private bool _layoutMoved;
    private bool _mapReceived;

    /// <summary>
    /// The programs with a known PMT if they have changed, else null. Called after each packet of the tables: a new list without
    /// its first PMT does not count yet.
    /// </summary>
    public ImmutableArray<ProgramMap>? TakeLayout()
    {
        var moved = _layoutMoved && _mapReceived;
        (_layoutMoved, _mapReceived) = (_layoutMoved && !moved, false);
        return moved ? [.. _programs.Select(p => p.Map).OfType<ProgramMap>()] : null;
    }

    /// <summary>Arrival time of the current packet.</summary>
    public long Now { get; set; }

    public IntervalMeter Pats = new(Limits.Table);

    public PidTrack Of(int pid) => _byPid[pid] ?? Begin(pid);

    private PidTrack Begin(int pid)
    {
        var track = new PidTrack(pid);
        _byPid[pid] = track;
        _tracks.Add(track);
        return track;
    }

    /// <summary>The tables for a reader that joins after the current packet.</summary>
    public void SayTables(Preamble all)
    {
        all.Length = 0;
        Of(0).Tables!.Say(all);
        foreach (var program in _programs)
        {
            if (program is { Slot: 0, Map: not null })
                Of(program.MapPid).Tables!.Say(all);
        }
    }

    /// <summary>Its times were unreadable for a while: earlier ones are no reference for the next.</summary>
    public void ForgetStamps(ProgramTrack program)
    {
        foreach (var track in _tracks)
        {
            if (track.Program == program)
                track.Stamps = default;
        }
    }

    /// <summary>The source restarts: drops everything incomplete.</summary>
    public void Restart()
    {
        Expect();
        Pats.Restart();
        foreach (var program in _programs)
            program.Restart();
        foreach (var track in _tracks)
        {
            track.Tables?.Drop();
            track.Pes.Drop();
            track.Scan.Drop();
            track.Figures.Stamps.Restart();
            track.Figures.Pcr.Restart();
        }
    }

    /// <summary>Clocks and counters may jump.</summary>
    private void Expect()
    {
        foreach (var program in _programs)
            program.Clock.Tell();
        foreach (var track in _tracks)
            track.Outgoing.Anew = true;
    }

    private void HearPat(in TableSection section)
    {
        if (section.Table != TableSection.ProgramAssociation)
            return;
        Pats.Add(Now);
        var tables = Of(0).Tables!;
        tables.Wanted = ulong.MaxValue >> (63 - Math.Min(section.Last, 63));
        tables.Seen(section.Number);
        if (_pat.Read(section))
            List(_pat.Programs);
    }

    private void List(IReadOnlyList<ListedProgram> listed)
    {
        var gone = _programs.Where(p => !listed.Any(l => l.Number == p.Number)).ToList();
        var replaced = _programs.Count > 0 && gone.Count == _programs.Count;
        var before = _programs.Select(p => p.MapPid).ToList();
        var programs = new List<ProgramTrack>(listed.Count);
        foreach (var (number, mapPid) in listed.Where(l => l.MapPid is > 0 and < TsPacket.NullPid))
        {
            var program = _programs.Find(p => p.Number == number) ?? Begin(number);
            if (program.MapPid != mapPid)
                Clear(program);
            program.MapPid = mapPid;
            program.Slot = programs.Count(p => p.MapPid == mapPid);
            programs.Add(program);
        }
        gone.ForEach(Clear);
        _layoutMoved = true;
        _programs = programs;
        foreach (var pid in before.Except(programs.Select(p => p.MapPid)))
            Of(pid).Tables = null;
        foreach (var shared in programs.GroupBy(p => p.MapPid))
            Carry(shared.Key).Wanted = ulong.MaxValue >> (64 - Math.Min(shared.Count(), 64));
        programs.ForEach(Claim);
        if (replaced)
            Expect();
        ChooseLead();

        // A source that returns with other program numbers continues the old programs.
        ProgramTrack Begin(int number)
        {
            var next = new ProgramTrack(number);
            if (replaced && programs.Count < gone.Count)
                next.Clock = gone[programs.Count].Clock;
            return next;
        }
    }

    private TableTrack Carry(int pid)
    {
        var track = Of(pid);
        return track.Tables ??= new TableTrack((in TableSection section) => HearMap(pid, section));
    }

    private void HearMap(int pid, in TableSection section)
    {
        if (section.Table != TableSection.ProgramMap || !section.IsCurrent)
            return;
        ProgramTrack? program = null;
        foreach (var listed in _programs)
            program = listed.MapPid == pid && listed.Number == section.Id ? listed : program;
        if (program is null)
            return;
        program.Maps.Add(Now);
        Of(pid).Tables?.Seen(program.Slot);
        _mapReceived = true;
        if (program.Map?.Crc == section.Crc || ProgramMap.Read(section) is not { } map)
            return;
        Clear(program);
        program.Map = map;
        _layoutMoved = true;
        Claim(program);
        // A stream that this program drops may also belong to another one.
        foreach (var other in _programs)
            Claim(other);
        ChooseLead();
    }

    private void Claim(ProgramTrack program)
    {
        if (program.Map is not { } map)
            return;
        foreach (var stream in map.Streams)
        {
            var track = Of(stream.Pid);
            if (track.Program is not null || stream.Pid is 0 or TsPacket.NullPid)
                continue;
            (track.Program, track.Coding, track.Figures.LastSeen) = (program, stream.Coding, Now);
            program.Video ??= stream.Coding.IsVideo() ? track : null;
            program.Sound ??= stream.Coding.IsAudio() ? track : null;
        }
        if (map.PcrPid == TsPacket.NullPid)
            return;
        var reference = Of(map.PcrPid);
        reference.Reference ??= program;
        // Programs with a common PCR have a common mapping: the PCR can be shifted in only one way.
        program.Clock = reference.Reference.Clock;
    }

    private void Clear(ProgramTrack program)
    {
        if (program.Map is not { } map)
            return;
        (program.Map, program.Video, program.Sound) = (null, null, null);
        foreach (var stream in map.Streams)
        {
            var track = Of(stream.Pid);
            if (track.Program == program)
                (track.Program, track.Coding) = (null, StreamCoding.Unknown);
        }
        var reference = Of(map.PcrPid);
        if (reference.Reference == program)
            reference.Reference = null;
    }

    private void ChooseLead()
    {
        PidTrack? video = null, sound = null;
        foreach (var program in _programs)
        {
            video ??= program.Video;
            sound ??= program.Sound;
        }
        if ((video ?? sound) == Lead)
            return;
        Lead = video ?? sound;
        LeadChanges++;
    }
}
