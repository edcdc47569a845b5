using StreamActors.Domain.Workloads;

namespace StreamActors.Ffmpeg;

/// <summary>Whether FFmpeg reads an input or feeds an output.</summary>
public enum Side
{
    Ingest,
    Egress,
}

/// <summary>A fault: its class, one sentence for the operator, and FFmpeg's own (masked) message.</summary>
/// <param name="MayBeOurselves">The refusal may be caused by our own earlier session, which the other side still considers alive.</param>
public sealed record Diagnosis(ErrorClass Class, string Sentence, string? Evidence = null, bool MayBeOurselves = false)
{
    /// <summary>The codec that could not be carried, if that was the reason.</summary>
    public string? Codec { get; init; }
}

/// <summary>What is known about a child that ended.</summary>
/// <param name="MediaSeen">Whether media moved in this run: the same message means something else before and after.</param>
/// <param name="Lines">The last lines of stderr, masked, oldest first.</param>
public sealed record RunOutcome(Side Side, string Protocol, ChildEnd End, bool MediaSeen, IReadOnlyList<string> Lines)
{
    /// <summary>Its run time: FFmpeg logs the same message for a peer that hangs up and for a silent one.</summary>
    public TimeSpan Lived { get; init; }

    /// <summary>The source is finite: reaching its end is no failure.</summary>
    public bool HasEnd { get; init; }
}
