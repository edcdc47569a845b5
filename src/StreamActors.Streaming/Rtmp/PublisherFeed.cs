using StreamActors.Media.Flv;
using StreamActors.Media.Rtmp;

namespace StreamActors.Streaming;

/// <summary>The media of one publisher, to packets of the relay.</summary>
internal sealed class PublisherFeed
{
    private const int LongestScript = 16 * 1024;

    private readonly FlvToTs _toTs;
    private List<(FlvTagType Type, uint Timestamp, byte[] Body)>? _early = [];
    private long _bytes;
    private volatile string? _encoder;

    public PublisherFeed(RelayHost host) => _toTs = new FlvToTs(host.Live.Write);

    public long Bytes => Volatile.Read(ref _bytes);

    /// <summary>As onMetaData says.</summary>
    public string? Encoder => _encoder;

    /// <summary>What is waited for before something is passed on.</summary>
    public string? Missing => _toTs.Missing;

    /// <summary>The relay takes media from now on; what the publisher has sent together with publish comes first.</summary>
    public void Begin()
    {
        var early = _early ?? [];
        _early = null;
        foreach (var (type, timestamp, body) in early)
            Take(type, timestamp, body);
    }

    /// <exception cref="FlvUnsupportedException">MPEG-TS cannot carry this codec.</exception>
    public void Take(FlvTagType type, uint timestamp, ReadOnlySpan<byte> body)
    {
        if (_early is { } early)
        {
            early.Add((type, timestamp, body.ToArray()));
            return;
        }
        Volatile.Write(ref _bytes, _bytes + body.Length);
        if (type == FlvTagType.Script && body.Length < LongestScript)
            Read(body);
        _toTs.Take(type, timestamp, body);
    }

    private void Read(ReadOnlySpan<byte> script)
    {
        try
        {
            _encoder = AmfReader.ReadAll(script).OfType<AmfObject>().FirstOrDefault()?.ShownText("encoder") ?? _encoder;
        }
        catch (RtmpException)
        {
            // Some encoders write strings of their own here, and nothing depends on them.
        }
    }
}
