namespace StreamActors.Media.Srt;

public enum SrtFault
{
    /// <summary>No answer in time. SRT cannot tell a port without a listener from a host that is down.</summary>
    NoAnswer,

    WrongPassphrase,

    /// <summary>One side has a passphrase, the other has none.</summary>
    OnePassphrase,

    /// <summary>The other side does not know the stream id.</summary>
    NotFound,

    /// <summary>The other side has a sender for this stream already.</summary>
    Conflict,

    /// <summary>Rejected for another reason.</summary>
    Rejected,

    PortInUse,

    /// <summary>An established connection ended.</summary>
    ConnectionLost,

    /// <summary>Closed by this program.</summary>
    Closed,

    /// <summary>An error of the system or of libsrt.</summary>
    Other,
}

public sealed class SrtException(SrtFault fault, string message) : Exception(message)
{
    public SrtFault Fault => fault;

    /// <summary>The reasons of libsrt (below 1000), and those of servers (srtcore/access_control.h).</summary>
    internal static SrtFault OfReason(int reason) => reason switch
    {
        0 or 16 => SrtFault.NoAnswer, // unknown: nothing has been heard
        10 => SrtFault.WrongPassphrase,
        11 => SrtFault.OnePassphrase,
        1003 or 1404 => SrtFault.NotFound,
        1409 or 1423 => SrtFault.Conflict,
        3 or 5 or 6 or 7 or 9 or 1402 or 1424 or 1500 or 1502 or 1503 or 1507 => SrtFault.Other, // busy, closing, failing: it passes
        _ => SrtFault.Rejected,
    };
}
