using System.Net;

namespace StreamActors.Media.Srt;

/// <summary>A caller of a listener, before it is let in. No record: the stream ID may hold a key.</summary>
public sealed class SrtCall(IPEndPoint peer, string streamId)
{
    public IPEndPoint Peer => peer;

    public string StreamId => streamId;
}

/// <summary>What a listener answers to a caller. No record: it holds a passphrase.</summary>
public sealed class SrtAnswer
{
    /// <summary>0: let in. Else one of <see cref="SrtRejection"/>, which is sent to the caller.</summary>
    public int Rejection { get; init; }

    /// <summary>What holds for this connection instead of the listener's own; null: the listener's.</summary>
    public SrtOptions? Options { get; init; }

    /// <summary>Gets the connection.</summary>
    public Action<SrtSocket>? Connected { get; init; }

    /// <summary>The connection was not made: another passphrase, or the caller has gone.</summary>
    public Action? Failed { get; init; }

    internal long AnsweredAt { get; } = Environment.TickCount64;
}

/// <summary>Codes of srtcore/access_control.h.</summary>
public static class SrtRejection
{
    /// <summary>The stream ID cannot be read.</summary>
    public const int BadRequest = 1400;

    /// <summary>The key is wrong.</summary>
    public const int Unauthorized = 1401;

    /// <summary>A limit is reached.</summary>
    public const int Overload = 1402;

    public const int NotFound = 1404;

    /// <summary>The stream ID's mode is neither publish nor request.</summary>
    public const int BadMode = 1405;

    /// <summary>It has a publisher.</summary>
    public const int Conflict = 1409;

    public const int Internal = 1500;

    /// <summary>It is not on air.</summary>
    public const int Down = 1503;
}
