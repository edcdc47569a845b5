using StreamActors.Media.Flv;

namespace StreamActors.Streaming;

/// <summary>
/// The first media of a publisher, kept until it is known whether MPEG-TS can carry it: the input is asked after that (decision 0173).
/// </summary>
internal sealed class MediaTrial(PublisherIngest ingest)
{
    private const int MostBytes = 4 << 20;

    /// <summary>In milliseconds of the stream: after that a track which has not come is not waited for.</summary>
    private const long Longest = 2000;

    private readonly FlvToTs _toTs = new(static _ => { });
    private FlvTime _time;
    private long? _began;
    private int _bytes;

    public PublisherIngest Ingest => ingest;

    public List<(FlvTagType Type, uint Timestamp, byte[] Body)> Tags { get; } = [];

    public bool IsPassed { get; private set; }

    /// <exception cref="FlvUnsupportedException">MPEG-TS cannot carry this codec.</exception>
    public void Take(FlvTagType type, uint timestamp, ReadOnlySpan<byte> body)
    {
        _toTs.Take(type, timestamp, body);
        Tags.Add((type, timestamp, body.ToArray()));
        _bytes += body.Length;
        if (type == FlvTagType.Script)
            return;
        var now = _time.Take(timestamp);
        _began ??= now;
        IsPassed |= _toTs.HasBoth || _bytes > MostBytes || now - _began >= Longest;
    }
}
