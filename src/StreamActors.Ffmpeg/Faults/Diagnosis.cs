using StreamActors.Domain.Workloads;

namespace StreamActors.Ffmpeg;

/// <summary>Which end of the server a child works at.</summary>
public enum Side
{
    Ingest,
    Egress,
}

/// <summary>What is wrong, in a class, in one sentence for an operator, and in FFmpeg's own (masked) words.</summary>
/// <param name="MayBeOurselves">The refusal may come from a dead session of our own that the other side still believes in.</param>
public sealed record Diagnosis(ErrorClass Class, string Sentence, string? Evidence = null, bool MayBeOurselves = false)
{
    /// <summary>The one that could not be carried, where that is what it ended of.</summary>
    public string? Codec { get; init; }
}

/// <summary>What is known of a child that ended.</summary>
/// <param name="MediaSeen">Whether media had moved in this run: the same message means another thing before and after.</param>
/// <param name="Lines">The last lines of stderr, masked, oldest first.</param>
public sealed record Story(Side Side, string Protocol, ChildEnd End, bool MediaSeen, IReadOnlyList<string> Lines)
{
    /// <summary>From its start to its end: FFmpeg says the same of a peer that hangs up and of a silent one.</summary>
    public TimeSpan Lived { get; init; }

    /// <summary>The source is meant to have an end: to reach it is no failure.</summary>
    public bool HasEnd { get; init; }
}
