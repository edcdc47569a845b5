using System.Buffers.Binary;
using StreamActors.Media.Mpegts;

namespace StreamActors.Media.Flv;

/// <summary>
/// Makes a transport stream of the tags of one publisher: H.264, HEVC, AAC and MP3, one video and one audio track. Nothing of a track is
/// sent before its sequence header came. Times that jump are passed on, for the relay continues them. One thread at a time.
/// </summary>
public sealed class FlvToTs(Action<ReadOnlySpan<byte>> packets)
{
    private const int MapPid = 0x1000;
    private const int VideoPid = 0x100;
    private const int AudioPid = 0x101;

    private const long Millisecond = MediaClock.Hertz / 1000;

    /// <summary>How far times are ahead of the PCR: what tags of the other track may be late.</summary>
    private const long Lead = 500 * Millisecond;

    /// <summary>The most that a publisher's composition times may be negative.</summary>
    private const long MostEarly = 400 * Millisecond;

    /// <summary>Times that go back less far are out of order; others have jumped.</summary>
    private const long Jump = MediaClock.Hertz;

    private const long TablesAgain = 200 * Millisecond;
    private const long TablesForKey = 100 * Millisecond;
    private const long PcrAgain = 20 * Millisecond;

    private static readonly byte[] Pat = Section(TableSection.ProgramAssociation, 0, [0, 1, 0xE0 | (MapPid >> 8), MapPid & 0xFF]);

    private static ReadOnlySpan<byte> StartCode => [0, 0, 0, 1];

    private readonly PacketWriter _ts = new(packets);
    private FlvTime _time;
    private StreamCoding _video;
    private StreamCoding _audio;
    private ParameterSets? _sets;
    private AacConfig? _aac;
    private byte[]? _map;
    private int _version = -1;
    private long _tablesAt;
    private long? _videoAt;
    private long? _audioAt;
    private long? _pcr;
    private long _early;

    /// <summary>What is waited for; null when everything that comes is passed on.</summary>
    public string? Missing { get; private set; }

    /// <summary>Video and audio have come, in codecs that MPEG-TS can carry.</summary>
    public bool HasBoth => _video != StreamCoding.Unknown && _audio != StreamCoding.Unknown;

    /// <summary>Frames left out because their content is damaged.</summary>
    public long Damaged { get; private set; }

    /// <exception cref="FlvUnsupportedException">MPEG-TS cannot carry this codec.</exception>
    public void Take(FlvTagType type, uint timestamp, ReadOnlySpan<byte> body)
    {
        if (type is not (FlvTagType.Video or FlvTagType.Audio))
            return; // the timestamps of scripts are often 0
        var at = MediaClock.Wrap(_time.Take(timestamp) * Millisecond);
        if (type == FlvTagType.Video)
            Video(FlvVideo.Read(body), at);
        else
            Audio(FlvAudio.Read(body), at);
        _ts.Flush();
    }

    private void Video(in FlvVideo tag, long at)
    {
        if (tag.Part == FlvPart.Config && _sets?.Is(tag.Content) != true)
        {
            _sets = ParameterSets.Read(tag.Coding, tag.Content);
            Damaged += _sets is null ? 1 : 0;
            if (_sets is not null)
                Begin(ref _video, tag.Coding);
        }
        else if (tag.Part == FlvPart.Frame && (_sets is null || _video != tag.Coding))
        {
            Missing = $"The publisher has sent no {(tag.Coding == StreamCoding.Hevc ? "HEVC" : "H.264")} sequence header: "
                + "its video is not passed on until one comes.";
        }
        else if (tag.Part == FlvPart.Frame)
        {
            Picture(tag, at, _sets!);
        }
    }

    private void Picture(in FlvVideo tag, long at, ParameterSets sets)
    {
        var isHevc = tag.Coding == StreamCoding.Hevc;
        ReadOnlySpan<byte> delimiter = isHevc ? [0, 0, 0, 1, 0x46, 1, 0x50] : [0, 0, 0, 1, 9, 0xF0];
        var (key, hasSets, length) = (tag.IsKey, false, 0);
        var rest = tag.Content;
        while (ParameterSets.Next(ref rest, sets.LengthSize, out var unit))
        {
            if (IsLeftOut(unit, isHevc))
                continue;
            var type = isHevc ? (unit[0] >> 1) & 63 : unit[0] & 31;
            key |= isHevc ? type is >= 16 and <= 21 : type == 5;
            hasSets |= type == (isHevc ? 33 : 7);
            length += StartCode.Length + unit.Length;
        }
        if (!rest.IsEmpty || length == 0)
        {
            Damaged++;
            return;
        }
        ReadOnlySpan<byte> parameters = key && !hasSets ? sets.AnnexB : default;
        var composition = tag.Composition * Millisecond;
        _early = Math.Max(_early, Math.Min(-composition, MostEarly));
        var (dts, jumped) = Next(ref _videoAt, at - _early);
        var pts = MediaClock.Later(MediaClock.Wrap(at + composition), dts);
        Tables(at, key);
        _ts.Pes(VideoPid, 0xE0, MediaClock.Wrap(pts + Lead), MediaClock.Wrap(dts + Lead), delimiter.Length + parameters.Length + length,
            bounded: false, Pcr(at, jumped), key, jumped);
        _ts.Write(delimiter);
        _ts.Write(parameters);
        rest = tag.Content;
        while (ParameterSets.Next(ref rest, sets.LengthSize, out var unit))
        {
            if (IsLeftOut(unit, isHevc))
                continue;
            _ts.Write(StartCode);
            _ts.Write(unit);
        }
    }

    /// <summary>The publisher's delimiter, if it has any, is replaced by ours, which comes before the parameter sets.</summary>
    private static bool IsLeftOut(ReadOnlySpan<byte> unit, bool isHevc) =>
        unit.IsEmpty || (isHevc ? (unit[0] >> 1) & 63 : unit[0] & 31) == (isHevc ? 35 : 9);

    private void Audio(in FlvAudio tag, long at)
    {
        if (tag.Coding == StreamCoding.Aac && tag.Part == FlvPart.Config)
        {
            _aac = AacConfig.Read(tag.Content);
            Damaged += _aac is null ? 1 : 0;
            if (_aac is not null)
                Begin(ref _audio, tag.Coding);
        }
        else if (tag.Part != FlvPart.Frame || tag.Content.IsEmpty)
        {
            return;
        }
        else if (tag.Coding == StreamCoding.MpegAudio)
        {
            Begin(ref _audio, tag.Coding);
            Sound(tag.Content, default, at);
        }
        else if (_aac is not { } aac || _audio != tag.Coding)
        {
            Missing = "The publisher has sent no AAC sequence header: its audio is not passed on until one comes.";
        }
        else if (tag.Content.Length > AacConfig.LongestFrame - AacConfig.AdtsSize)
        {
            Damaged++;
        }
        else
        {
            Span<byte> header = stackalloc byte[AacConfig.AdtsSize];
            aac.WriteAdts(header, tag.Content.Length);
            Sound(tag.Content, header, at);
        }
    }

    private void Sound(ReadOnlySpan<byte> frame, ReadOnlySpan<byte> header, long at)
    {
        var (pts, jumped) = Next(ref _audioAt, at);
        Tables(at, key: false);
        var alone = _video == StreamCoding.Unknown;
        if (!alone && _pcr is { } pcr && MediaClock.Distance(at, pcr) is >= PcrAgain and < Jump)
            _ts.PcrOnly(VideoPid, Pcr(at, jumped: false)!.Value);
        pts = MediaClock.Wrap(pts + Lead);
        _ts.Pes(AudioPid, 0xC0, pts, pts, header.Length + frame.Length, bounded: true, alone ? Pcr(at, jumped) : null, alone,
            alone && jumped);
        _ts.Write(header);
        _ts.Write(frame);
    }

    private void Begin(ref StreamCoding track, StreamCoding coding)
    {
        Missing = null;
        if (track == coding)
            return;
        track = coding;
        _version = (_version + 1) & 31;
        _map = null;
    }

    /// <summary>Decoding times rise, unless they jump.</summary>
    private static (long At, bool Jumped) Next(ref long? last, long at)
    {
        var step = last is { } before ? MediaClock.Distance(at, before) : 1;
        if (step is <= 0 and > -Jump)
            at = last!.Value + 1;
        last = at = MediaClock.Wrap(at);
        return (at, step <= -Jump);
    }

    /// <summary>The PCR at this time; null where it would go back because a tag of the other track was further.</summary>
    private long? Pcr(long at, bool jumped)
    {
        if (!jumped && _pcr is { } last && MediaClock.Distance(at, last) is <= 0 and > -Jump)
            return null;
        _pcr = at;
        return at;
    }

    private void Tables(long at, bool key)
    {
        if (_map is not null && MediaClock.Distance(at, _tablesAt) is >= 0 and var since && since < (key ? TablesForKey : TablesAgain))
            return;
        _tablesAt = at;
        _map ??= Map();
        _ts.Section(0, Pat);
        _ts.Section(MapPid, _map);
    }

    private byte[] Map()
    {
        var body = new List<byte> { 0xE0 | (VideoPid >> 8), (byte)(_video == StreamCoding.Unknown ? AudioPid : VideoPid), 0xF0, 0 };
        if (_video != StreamCoding.Unknown)
            body.AddRange([(byte)(_video == StreamCoding.Hevc ? 0x24 : 0x1B), 0xE0 | (VideoPid >> 8), VideoPid & 0xFF, 0xF0, 0]);
        if (_audio != StreamCoding.Unknown)
            body.AddRange([(byte)(_audio == StreamCoding.Aac ? 0x0F : 0x03), 0xE0 | (AudioPid >> 8), AudioPid & 0xFF, 0xF0, 0]);
        return Section(TableSection.ProgramMap, _version, [.. body]);
    }

    /// <summary>A section of stream or program 1.</summary>
    private static byte[] Section(byte table, int version, byte[] body)
    {
        byte[] section = [table, 0xB0, (byte)(body.Length + 9), 0, 1, (byte)(0xC1 | (version << 1)), 0, 0, .. body, 0, 0, 0, 0];
        BinaryPrimitives.WriteUInt32BigEndian(section.AsSpan(section.Length - 4), MpegCrc.Of(section.AsSpan(0, section.Length - 4)));
        return section;
    }
}
