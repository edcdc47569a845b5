using StreamActors.Media.Mpegts;

namespace StreamActors.Media.Flv;

/// <summary>Frames of AAC (ADTS) or MP3 to audio tags, one each. A frame may be split between PES packets.</summary>
/// <param name="config">Takes sequence headers; an empty one where the format is new and has none.</param>
internal sealed class FlvAudioTags(FlvClock clock, FlvTagSink sink, FlvTagSink config)
{
    private readonly byte[] _body = new byte[AacConfig.LongestFrame + 2];
    private bool _isAac;
    private long? _start;
    private long _samples;
    private long _last = -1;

    public long Dropped { get; private set; }

    /// <summary>A frame of the present format; its rate is 0 before the first.</summary>
    public AudioFrame Format { get; private set; }

    /// <summary>Why these frames cannot be carried; null if they can.</summary>
    public string? Refusal { get; private set; }

    public void Begin(StreamCoding coding) => (_isAac, _start, Format, Refusal) = (coding == StreamCoding.Aac, null, default, null);

    /// <param name="silent">They are left out for now.</param>
    public void Take(PesTrack unit, bool silent)
    {
        if (unit.IsDamaged)
        {
            Dropped++;
            unit.Done(unit.Length);
            return;
        }
        var content = unit.Content;
        var isTimed = unit.TryTimes(out var pts, out _);
        var at = 0;
        while (content.Length - at >= AudioFrame.Longest)
        {
            var rest = content[at..];
            if (!AudioFrame.TryRead(rest, _isAac, out var frame) || (rest.Length > frame.Length && rest[frame.Length] != 0xFF))
            {
                var next = rest[1..].IndexOf((byte)0xFF);
                at = next < 0 ? content.Length : at + 1 + next;
                continue;
            }
            if (frame.Length > rest.Length)
                break;
            if (at >= unit.Fresh && isTimed)
                (_start, _samples, isTimed) = (pts, 0, false);
            if (!silent)
                Send(rest[..frame.Length], frame);
            _samples += frame.Samples;
            at += frame.Length;
        }
        unit.Done(at);
    }

    private void Send(ReadOnlySpan<byte> bytes, in AudioFrame frame)
    {
        Refusal = _isAac && frame.Channels == 0 ? "AAC with a channel layout of its own"
            : _isAac && frame.Samples > 1024 ? "AAC with several blocks in a frame"
            : frame.Layer == 2 ? "MPEG audio of layer 2" : null;
        if (Refusal is not null || _start is not { } start
            || !clock.TryMap(MediaClock.Wrap(start + (_samples * MediaClock.Hertz / frame.Rate)), ref _last))
            return;
        var ms = FlvClock.Milliseconds(_last);
        if ((frame.Rate, frame.Channels, frame.Aac) != (Format.Rate, Format.Channels, Format.Aac))
        {
            Format = frame;
            Span<byte> header = [0xAF, 0, 0, 0];
            frame.Aac.Write(header[2..]);
            config(FlvTagType.Audio, ms, _isAac ? header : default);
        }
        var content = bytes[frame.Header..];
        // Only 44.1 kHz and its halves have a number; 48 kHz is written as 44.1, and decoders read the frame's own header.
        var rate = frame.Rate >= 32_000 ? 3 : frame.Rate >= 16_000 ? 2 : 1;
        _body[0] = (byte)(_isAac ? 0xAF : (FlvAudio.Mp3 << 4) | (rate << 2) | 2 | (frame.Channels - 1));
        _body[1] = 1;
        var fixedLength = _isAac ? 2 : 1;
        content.CopyTo(_body.AsSpan(fixedLength));
        sink(FlvTagType.Audio, ms, _body.AsSpan(0, fixedLength + content.Length));
    }
}
