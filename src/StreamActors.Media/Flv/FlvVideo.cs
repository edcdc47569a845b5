using StreamActors.Media.Mpegts;

namespace StreamActors.Media.Flv;

/// <summary>A video tag, read in place: the old form with a codec number, or that of enhanced RTMP with four letters.</summary>
internal readonly ref struct FlvVideo
{
    public const byte Avc = 7;
    public const byte OldHevc = 12;

    /// <summary>Enhanced RTMP: four letters follow.</summary>
    public const byte Enhanced = 0x80;

    private const int Command = 5;
    private const int Multitrack = 6;
    private const int ModEx = 7;

    public StreamCoding Coding { get; private init; }

    public FlvPart Part { get; private init; }

    public bool IsKey { get; private init; }

    /// <summary>Milliseconds from decoding to presentation.</summary>
    public int Composition { get; private init; }

    public ReadOnlySpan<byte> Content { get; private init; }

    /// <exception cref="FlvUnsupportedException">MPEG-TS cannot carry this codec.</exception>
    public static FlvVideo Read(ReadOnlySpan<byte> body)
    {
        if (body.IsEmpty || ((body[0] >> 4) & 7) == Command)
            return default;
        if ((body[0] & Enhanced) != 0)
            return ReadEnhanced(body);
        var coding = (body[0] & 15) switch
        {
            Avc => StreamCoding.H264,
            OldHevc => StreamCoding.Hevc,
            2 => throw Unsupported("Sorenson H.263"),
            4 or 5 => throw Unsupported("VP6"),
            13 => throw Unsupported("AV1"),
            var other => throw Unsupported(FormattableString.Invariant($"video codec {other}")),
        };
        return body.Length < 5 ? default : new()
        {
            Coding = coding,
            Part = body[1] switch { 0 => FlvPart.Config, 1 => FlvPart.Frame, _ => FlvPart.Nothing },
            IsKey = body[0] >> 4 == 1,
            Composition = Signed24(body[2..]),
            Content = body[5..],
        };
    }

    /// <summary>Skips what enhanced RTMP may insert between the type of a packet and its codec; false if it is incomplete.</summary>
    internal static bool SkipExtensions(ref int packet, ref ReadOnlySpan<byte> rest)
    {
        while (packet == ModEx)
        {
            if (rest.Length < 3)
                return false;
            var (size, at) = rest[0] < 255 ? (rest[0] + 1, 1) : (((rest[1] << 8) | rest[2]) + 1, 3);
            if (rest.Length <= at + size)
                return false;
            packet = rest[at + size] & 15;
            rest = rest[(at + size + 1)..];
        }
        return rest.Length >= 4;
    }

    private static FlvVideo ReadEnhanced(ReadOnlySpan<byte> body)
    {
        var packet = body[0] & 15;
        var rest = body[1..];
        if (!SkipExtensions(ref packet, ref rest))
            return default;
        if (packet == Multitrack)
            throw new FlvUnsupportedException("The publisher sends several video tracks: send one.");
        var coding = rest[..4] switch
        {
            [(byte)'a', (byte)'v', (byte)'c', (byte)'1'] => StreamCoding.H264,
            [(byte)'h', (byte)'v', (byte)'c', (byte)'1'] => StreamCoding.Hevc,
            [(byte)'a', (byte)'v', (byte)'0', (byte)'1'] => throw Unsupported("AV1"),
            [(byte)'v', (byte)'p', (byte)'0', (byte)'9'] => throw Unsupported("VP9"),
            [(byte)'v', (byte)'p', (byte)'0', (byte)'8'] => throw Unsupported("VP8"),
            _ => throw Unsupported("this video codec"),
        };
        rest = rest[4..];
        var isTimed = packet == 1;
        return isTimed && rest.Length < 3 ? default : new()
        {
            Coding = coding,
            Part = packet switch { 0 => FlvPart.Config, 1 or 3 => FlvPart.Frame, _ => FlvPart.Nothing },
            IsKey = ((body[0] >> 4) & 7) == 1,
            Composition = isTimed ? Signed24(rest) : 0,
            Content = isTimed ? rest[3..] : rest,
        };
    }

    private static int Signed24(ReadOnlySpan<byte> three) => ((three[0] << 24) | (three[1] << 16) | (three[2] << 8)) >> 8;

    private static FlvUnsupportedException Unsupported(string name) =>
        new($"MPEG-TS cannot carry {name} from an RTMP publisher: set its video encoder to H.264 or HEVC.");
}
