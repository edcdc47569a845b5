namespace StreamActors.Media.Rtmp;

/// <summary>What the other side may make us hold.</summary>
/// <param name="Message">The largest message; a key frame of 4K video is about 2 MB.</param>
/// <param name="Buffered">Of all unfinished messages together.</param>
public sealed record RtmpLimits(int Message = 4 << 20, int ChunkStreams = 32, int Buffered = 8 << 20)
{
    /// <summary>Before a publisher is accepted: commands are short.</summary>
    public static readonly RtmpLimits Stranger = new(Message: 16_384, ChunkStreams: 8, Buffered: 32_768);

    public static readonly RtmpLimits Default = new();
}
