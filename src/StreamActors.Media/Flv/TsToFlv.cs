using StreamActors.Media.Mpegts;
using StreamActors.Media.Rtmp;

namespace StreamActors.Media.Flv;

/// <summary>
/// Makes FLV tags of one program's first video and first audio track: H.264, HEVC (enhanced RTMP), AAC, MP3. Damaged input is left out:
/// it never throws. Times rise within each track. One thread at a time.
/// </summary>
public sealed class TsToFlv
{
    /// <summary>Audio waits for the first picture, which it would precede; not for ever.</summary>
    private const long MostWait = 5 * MediaClock.Hertz;

    private readonly FlvTagSink _sink;
    private readonly int? _program;
    private readonly ProgramAssociation _pat = new();
    private readonly SectionAssembler _patSections;
    private readonly Dictionary<int, SectionAssembler> _mapSections = [];
    private readonly Dictionary<int, ProgramMap> _maps = [];
    private readonly PesTrack _video = new();
    private readonly PesTrack _audio = new();
    private readonly FlvVideoTags _videoTags;
    private readonly FlvAudioTags _audioTags;
    private readonly FlvClock _clock = new();
    private long? _waitsSince;
    private string? _unfit;

    /// <param name="program">Null: the first with video, else the first with audio.</param>
    public TsToFlv(FlvTagSink sink, int? program = null)
    {
        (_sink, _program) = (sink, program);
        _patSections = new SectionAssembler(HearPat);
        _videoTags = new FlvVideoTags(_clock, sink, Config);
        _audioTags = new FlvAudioTags(_clock, sink, Config);
    }

    /// <summary>What is carried; unknown when there is none. HEVC needs a peer that takes enhanced RTMP.</summary>
    public StreamCoding Video => _video.Coding;

    public StreamCoding Audio => _audio.Coding;

    /// <summary>Why a track of the stream is left out, for the operator; null if none is.</summary>
    public string? Refusal => (_unfit ?? _audioTags.Refusal) is { } unfit ? $"RTMP cannot carry {unfit}." : null;

    /// <summary>Frames left out since packets of them, or of what they need, were missing.</summary>
    public long Dropped => _videoTags.Dropped + _audioTags.Dropped;

    public void Take(ReadOnlySpan<byte> packets)
    {
        for (; packets.Length >= TsPacket.Size; packets = packets[TsPacket.Size..])
        {
            var packet = new TsPacket(packets);
            if (packets[0] != TsPacket.Sync || packet.TransportError || !packet.HasPayload)
                continue;
            var pid = packet.Pid;
            if (pid == _video.Pid || pid == _audio.Pid)
                Media(pid == _video.Pid ? _video : _audio, packet);
            else if (pid == 0)
                _patSections.Take(packet.Payload, packet.UnitStart);
            else if (_mapSections.TryGetValue(pid, out var sections))
                sections.Take(packet.Payload, packet.UnitStart);
        }
    }

    /// <summary>Packets are missing here: what is incomplete is dropped.</summary>
    public void Miss()
    {
        _video.Miss();
        _audio.Miss();
    }

    /// <summary>The stream has ended: sends the last picture.</summary>
    public void Flush()
    {
        Finish(_video);
        Finish(_audio);
    }

    private void Media(PesTrack track, in TsPacket packet)
    {
        if (!track.Count(packet))
            return;
        if (packet.Scrambled)
        {
            track.Miss();
            return;
        }
        if (packet.UnitStart)
        {
            Finish(track);
            track.Begin();
        }
        track.Add(packet.Payload);
        if (track.IsWhole)
            Finish(track);
    }

    private void Finish(PesTrack track)
    {
        if (!track.IsOpen && !track.IsDamaged)
            return;
        if (track == _video)
        {
            _videoTags.Take(track);
            track.Done(track.Length);
        }
        else
        {
            _audioTags.Take(track, silent: IsWaiting(track));
        }
    }

    private bool IsWaiting(PesTrack audio)
    {
        if (_video.Coding == StreamCoding.Unknown || _clock.IsRunning)
            return false;
        return !audio.TryTimes(out var at, out _) || MediaClock.Distance(at, _waitsSince ??= at) is >= 0 and < MostWait;
    }

    private void HearPat(in TableSection section)
    {
        if (!_pat.Read(section))
            return;
        foreach (var pid in _mapSections.Keys.Except(_pat.Programs.Select(p => p.MapPid)).ToList())
            _mapSections.Remove(pid);
        foreach (var number in _maps.Keys.Except(_pat.Programs.Select(p => p.Number)).ToList())
            _maps.Remove(number);
        foreach (var pid in _pat.Programs.Select(p => p.MapPid))
            _mapSections.TryAdd(pid, new SectionAssembler((in TableSection map) => HearMap(pid, map)));
    }

    private void HearMap(int pid, in TableSection section)
    {
        if (section.Table != TableSection.ProgramMap || _maps.GetValueOrDefault(section.Id)?.Crc == section.Crc
            || !_pat.Programs.Contains(new(section.Id, pid)) || ProgramMap.Read(section) is not { } map)
            return;
        _maps[map.Program] = map;
        var known = _pat.Programs.Select(p => _maps.GetValueOrDefault(p.Number)).OfType<ProgramMap>();
        if (ProgramMap.Choose([.. known], _program) is { } program)
            Choose(program);
    }

    private void Choose(ProgramMap program)
    {
        var video = program.Streams.FirstOrDefault(s => s.Coding.IsVideo());
        var audio = program.Streams.FirstOrDefault(s => s.Coding.IsAudio());
        var (fitsVideo, fitsAudio) =
            (video.Coding is StreamCoding.H264 or StreamCoding.Hevc, audio.Coding is StreamCoding.Aac or StreamCoding.MpegAudio);
        _unfit = video.Coding != StreamCoding.Unknown && !fitsVideo ? video.Coding.ToString()
            : audio.Coding != StreamCoding.Unknown && !fitsAudio ? audio.Coding.ToString() : null;
        if (fitsVideo ? _video.Choose(video.Pid, video.Coding) : _video.Choose(-1, StreamCoding.Unknown))
            _videoTags.Begin(video.Coding);
        if (fitsAudio ? _audio.Choose(audio.Pid, audio.Coding) : _audio.Choose(-1, StreamCoding.Unknown))
            _audioTags.Begin(audio.Coding);
    }

    /// <summary>Before each sequence header, onMetaData tells what it says and what is known of the other track.</summary>
    private void Config(FlvTagType type, uint timestamp, ReadOnlySpan<byte> body)
    {
        var about = new AmfObject { IsArray = true };
        if (_video.Coding != StreamCoding.Unknown)
            about.Add("videocodecid", _video.Coding == StreamCoding.Hevc ? 0x68766331 : (double)FlvVideo.Avc); // the four letters hvc1
        if (_videoTags.Format is { Width: > 0, Height: > 0 } format)
        {
            about.Add("width", (double)format.Width);
            about.Add("height", (double)format.Height);
        }
        if (_audio.Coding != StreamCoding.Unknown)
            about.Add("audiocodecid", (double)(_audio.Coding == StreamCoding.Aac ? FlvAudio.Aac : FlvAudio.Mp3));
        if (_audioTags.Format is { Rate: > 0 } sound)
        {
            about.Add("audiosamplerate", (double)sound.Rate);
            about.Add("stereo", sound.Channels > 1);
        }
        about.Add("encoder", "StreamActors");
        _sink(FlvTagType.Script, timestamp, AmfWriter.Bytes("onMetaData", about));
        if (!body.IsEmpty)
            _sink(type, timestamp, body);
    }
}
