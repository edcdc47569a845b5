using System.Buffers;

namespace StreamActors.Media.Flv;

/// <summary>What a decoder needs before a key frame: onMetaData and the sequence headers.</summary>
public sealed record FlvHeaders(byte[]? Script, byte[]? Video, byte[]? Audio);

/// <summary>A tag in an <see cref="FlvRing"/>.</summary>
/// <param name="Before">Bytes of all tags before it, since the beginning.</param>
/// <param name="Headers">Those that hold at this tag, if a reader can begin here; else null.</param>
public readonly record struct FlvTag(FlvTagType Type, uint Timestamp, byte[] Bytes, int Length, long Before, FlvHeaders? Headers)
{
    public ReadOnlySpan<byte> Body => Bytes.AsSpan(0, Length);
}

/// <summary>
/// The newest tags of a stream, numbered from 0, for readers of any pace: two groups of pictures and a few seconds at least, as long as
/// they fit under the cap. One thread.
/// </summary>
public sealed class FlvRing(int cap = 32 << 20) : IDisposable
{
    private const uint Milliseconds = 4000;

    private FlvTag[] _tags = new FlvTag[256];
    private FlvHeaders _headers = new(null, null, null);
    private long _keyBefore = -1;
    private bool _hasVideo;

    /// <summary>The number of the next tag.</summary>
    public long Next { get; private set; }

    /// <summary>The oldest tag still held.</summary>
    public long First { get; private set; }

    /// <summary>Where a reader begins: the newest key frame, in a stream without video the newest tag. -1 when there is none.</summary>
    public long Join { get; private set; } = -1;

    /// <summary>Of all tags so far.</summary>
    public long Bytes { get; private set; }

    public ref readonly FlvTag this[long number] => ref _tags[number % _tags.Length];

    public void Add(FlvTagType type, uint timestamp, ReadOnlySpan<byte> body)
    {
        var isConfig = IsConfig(type, body);
        _hasVideo |= type == FlvTagType.Video;
        if (isConfig)
        {
            _headers = type switch
            {
                FlvTagType.Script => _headers with { Script = body.ToArray() },
                FlvTagType.Video => _headers with { Video = body.ToArray() },
                _ => _headers with { Audio = body.ToArray() },
            };
        }
        var isJoin = !isConfig && (_hasVideo ? type == FlvTagType.Video && ((body[0] >> 4) & 7) == 1 : type == FlvTagType.Audio);
        if (isJoin)
            (_keyBefore, Join) = (Join, Next);
        var bytes = ArrayPool<byte>.Shared.Rent(body.Length);
        body.CopyTo(bytes);
        if (Next - First == _tags.Length)
            Grow();
        _tags[Next++ % _tags.Length] = new(type, timestamp, bytes, body.Length, Bytes, isJoin ? _headers : null);
        Bytes += body.Length;
        while (Next - First > 1 && (Bytes - this[First].Before > cap || IsOver(timestamp)))
            DropFirst();
    }

    /// <summary>The stream has no video any more: readers begin with audio.</summary>
    public void VideoEnded()
    {
        if (_hasVideo)
            (_hasVideo, _headers) = (false, _headers with { Script = null, Video = null });
    }

    public void Dispose()
    {
        while (First < Next)
            DropFirst();
    }

    private bool IsOver(uint now) =>
        unchecked((int)(now - this[First].Timestamp)) > Milliseconds && (!_hasVideo || (_keyBefore >= 0 && First < _keyBefore));

    private void DropFirst()
    {
        ArrayPool<byte>.Shared.Return(this[First].Bytes);
        _tags[First++ % _tags.Length] = default;
        Join = Join < First ? -1 : Join;
    }

    private void Grow()
    {
        var larger = new FlvTag[2 * _tags.Length];
        for (var number = First; number < Next; number++)
            larger[number % larger.Length] = this[number];
        _tags = larger;
    }

    /// <summary>A sequence header, or onMetaData.</summary>
    private static bool IsConfig(FlvTagType type, ReadOnlySpan<byte> body) => type switch
    {
        FlvTagType.Video => (body[0] & FlvVideo.Enhanced) != 0 ? (body[0] & 15) == 0 : body[1] == 0,
        FlvTagType.Audio => body[0] >> 4 == FlvAudio.Aac && body[1] == 0,
        _ => true,
    };
}
