namespace StreamActors.Media.Relay;

/// <summary>
/// How much of a stream is kept: complete groups of pictures or the time span, whichever is longer, and never more than the cap.
/// </summary>
public sealed record RingLimits(TimeSpan Span, int Groups, long CapBytes)
{
    public static readonly RingLimits Default = new(TimeSpan.FromSeconds(4), 2, 32 << 20);
}
