using System.Buffers.Binary;
using StreamActors.Media.Mpegts;

namespace StreamActors.Media.Flv;

/// <summary>Pictures to video tags. Begins with a key frame, and goes on with the next one after a picture that others need was lost.</summary>
/// <param name="config">Takes sequence headers.</param>
internal sealed class FlvVideoTags(FlvClock clock, FlvTagSink sink, FlvTagSink config)
{
    private const int Header = 8;

    private byte[] _body = new byte[16 << 10];
    private ParameterSetStore _sets = new(isHevc: false);
    private KeyFrameScan _scan;
    private bool _isHevc;
    private byte[]? _record;
    private bool _isRecordSent;
    private bool _awaitsKey = true;
    private long _last = -1;
    private long _dts;
    private long _step;

    public long Dropped { get; private set; }

    public PictureFormat Format => _sets.Format;

    /// <summary>A key frame was passed on.</summary>
    public bool HasBegun => _last >= 0;

    public void Begin(StreamCoding coding)
    {
        _isHevc = coding == StreamCoding.Hevc;
        (_sets, _record, _awaitsKey) = (new(_isHevc), null, true);
    }

    public void Take(PesTrack unit)
    {
        var content = unit.Content;
        if (unit.IsDamaged)
        {
            Dropped++;
            _awaitsKey |= !IsDisposable(content);
            return;
        }
        var length = Collect(content);
        if (_sets.HasChanged && _sets.Record() is { } record)
            (_record, _isRecordSent) = (record, false);
        _scan.Begin(_isHevc ? StreamCoding.Hevc : StreamCoding.H264);
        var key = _scan.Take(content) || _scan.End();
        var dts = unit.TryTimes(out var pts, out var read) ? read : MediaClock.Wrap(_dts + _step);
        if (length == Header || _record is null || (_awaitsKey && !key) || !clock.TryMap(dts, ref _last))
        {
            Dropped += HasBegun && length > Header ? 1 : 0;
            return;
        }
        _awaitsKey = false;
        (_step, _dts) = (Math.Clamp(MediaClock.Distance(dts, _dts), 0, MediaClock.Hertz), dts);
        var at = FlvClock.Milliseconds(_last);
        if (!_isRecordSent)
            config(FlvTagType.Video, at, _isHevc ? [0x90, .. "hvc1"u8, .. _record] : [0x17, 0, 0, 0, 0, .. _record]);
        _isRecordSent = true;
        // The presentation is rounded as the decoding is: their difference has to be exact.
        var ahead = FlvClock.Milliseconds(_last + Math.Clamp(MediaClock.Distance(pts, dts), 0, 10 * MediaClock.Hertz)) - at;
        sink(FlvTagType.Video, at, Body(length, key, (int)ahead));
    }

    /// <summary>No other picture needs it, as far as its beginning tells.</summary>
    private bool IsDisposable(ReadOnlySpan<byte> content)
    {
        while (AnnexB.Next(ref content, out var unit))
        {
            var type = TypeOf(unit);
            if (_isHevc && type < 32)
                return type < 16 && (type & 1) == 0;
            if (!_isHevc && type is >= 1 and <= 5)
                return (unit[0] & 0x60) == 0;
        }
        return false;
    }

    /// <summary>The NAL units of the picture, each after its length. Parameter sets go into the record; delimiters and filler are left out.</summary>
    private int Collect(ReadOnlySpan<byte> content)
    {
        // The shortest unit has a byte after a start code of three, and its length takes four.
        if (_body.Length < Header + (content.Length / 4 * 5) + 5)
            _body = new byte[Header + (content.Length / 2 * 3) + 5];
        var length = Header;
        while (AnnexB.Next(ref content, out var unit))
        {
            var type = TypeOf(unit);
            if (_sets.Take(type, unit) || (_isHevc ? type is 35 or 38 : type is 9 or 12))
                continue;
            BinaryPrimitives.WriteInt32BigEndian(_body.AsSpan(length), unit.Length);
            unit.CopyTo(_body.AsSpan(length + 4));
            length += 4 + unit.Length;
        }
        return length;
    }

    private ReadOnlySpan<byte> Body(int length, bool key, int ahead)
    {
        var body = _body.AsSpan(_isHevc ? 0 : Header - 5, length - (_isHevc ? 0 : Header - 5));
        if (_isHevc)
        {
            body[0] = (byte)(FlvVideo.Enhanced | (key ? 0x11 : 0x21));
            "hvc1"u8.CopyTo(body[1..]);
        }
        else
        {
            (body[0], body[1]) = ((byte)((key ? 0x10 : 0x20) | FlvVideo.Avc), 1);
        }
        var composition = body[(_isHevc ? 5 : 2)..];
        (composition[0], composition[1], composition[2]) = ((byte)(ahead >> 16), (byte)(ahead >> 8), (byte)ahead);
        return body;
    }

    private int TypeOf(ReadOnlySpan<byte> unit) => _isHevc ? (unit[0] >> 1) & 63 : unit[0] & 31;
}
