namespace StreamActors.Ffmpeg;

/// <summary>Why a workload is not on air, by what can be done about it (the table in the design of the data plane; the domain decides the reaction).</summary>
public enum FaultClass
{
    Network,
    EndedByPeer,
    Stalled,
    NotFound,
    InputLost,
    BadUrl,
    Codec,
    RefusedAuth,
    Resources,
    Bug,
}

/// <summary>Which end of the server a child works at.</summary>
public enum Side
{
    Ingest,
    Egress,
}

/// <summary>What is wrong, in a class, in one sentence for an operator, and in FFmpeg's own (masked) words.</summary>
public sealed record Diagnosis(FaultClass Class, string Sentence, string? Evidence = null);

/// <summary>What is known of a child that ended.</summary>
/// <param name="MediaSeen">Whether media had moved in this run: the same message means another thing before and after.</param>
/// <param name="Lines">The last lines of stderr, masked, oldest first.</param>
public sealed record Story(Side Side, string Protocol, ChildEnd End, bool MediaSeen, IReadOnlyList<string> Lines);
