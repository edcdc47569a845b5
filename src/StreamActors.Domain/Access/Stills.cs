namespace StreamActors.Domain.Access;

/// <summary>A picture of an input.</summary>
/// <param name="Tag">The same for the same picture.</param>
public sealed record Still(ReadOnlyMemory<byte> Jpeg, DateTimeOffset At, string Tag);

/// <summary>Why there is no picture of an input.</summary>
public enum StillRefusal
{
    None,

    /// <summary>The input has no media, or no key frame yet: worth another try.</summary>
    NotOnAir,

    /// <summary>Its stream has sound only.</summary>
    NoVideo,

    /// <summary>As many pictures are being decoded, or connections read streams, as the limits allow.</summary>
    TooMany,

    /// <summary>FFmpeg could not decode it.</summary>
    NotDecoded,
}

/// <param name="Still">Null if it is refused.</param>
/// <param name="Detail">With <see cref="StillRefusal.NotDecoded"/>, what FFmpeg said.</param>
public sealed record StillAnswer(Still? Still, StillRefusal Refusal = StillRefusal.None, string Detail = "");

/// <summary>The stills of a node so far.</summary>
/// <param name="Decoded">Runs of FFmpeg that gave a picture.</param>
/// <param name="NotDecoded">Runs that did not.</param>
/// <param name="Reused">Requests that were answered without a run of their own.</param>
public sealed record StillTotals(long Decoded, long NotDecoded, long Reused);
