using StreamActors.Media.Mpegts;

namespace StreamActors.Media.Flv;

/// <summary>An audio tag, read in place: the old form with a format number, or that of enhanced RTMP with four letters.</summary>
internal readonly ref struct FlvAudio
{
    public const int Mp3 = 2;
    public const int Aac = 10;

    private const int Enhanced = 9;
    private const int Multitrack = 5;

    public StreamCoding Coding { get; private init; }

    public FlvPart Part { get; private init; }

    public ReadOnlySpan<byte> Content { get; private init; }

    /// <exception cref="FlvUnsupportedException">MPEG-TS cannot carry this codec.</exception>
    public static FlvAudio Read(ReadOnlySpan<byte> body)
    {
        if (body.IsEmpty)
            return default;
        switch (body[0] >> 4)
        {
            case Aac:
                return body.Length < 2 ? default : new()
                {
                    Coding = StreamCoding.Aac,
                    Part = body[1] == 0 ? FlvPart.Config : body[1] == 1 ? FlvPart.Frame : FlvPart.Nothing,
                    Content = body[2..],
                };
            case Mp3 or 14:
                return new() { Coding = StreamCoding.MpegAudio, Part = FlvPart.Frame, Content = body[1..] };
            case Enhanced:
                return ReadEnhanced(body);
            default:
                throw Unsupported((body[0] >> 4) switch
                {
                    0 or 3 => "PCM",
                    1 => "ADPCM",
                    4 or 5 or 6 => "Nellymoser",
                    7 or 8 => "G.711",
                    11 => "Speex",
                    var other => FormattableString.Invariant($"audio format {other}"),
                });
        }
    }

    private static FlvAudio ReadEnhanced(ReadOnlySpan<byte> body)
    {
        var packet = body[0] & 15;
        var rest = body[1..];
        if (!FlvVideo.SkipExtensions(ref packet, ref rest))
            return default;
        if (packet == Multitrack)
            throw new FlvUnsupportedException("The publisher sends several audio tracks: send one.");
        return new()
        {
            Coding = rest[..4] switch
            {
                [(byte)'m', (byte)'p', (byte)'4', (byte)'a'] => StreamCoding.Aac,
                [(byte)'.', (byte)'m', (byte)'p', (byte)'3'] => StreamCoding.MpegAudio,
                [(byte)'O', (byte)'p', (byte)'u', (byte)'s'] => throw Unsupported("Opus"),
                [(byte)'f', (byte)'L', (byte)'a', (byte)'C'] => throw Unsupported("FLAC"),
                _ => throw Unsupported("this audio codec"),
            },
            Part = packet switch { 0 => FlvPart.Config, 1 => FlvPart.Frame, _ => FlvPart.Nothing },
            Content = rest[4..],
        };
    }

    private static FlvUnsupportedException Unsupported(string name) =>
        new($"MPEG-TS cannot carry {name} from an RTMP publisher: set its audio encoder to AAC or MP3.");
}
