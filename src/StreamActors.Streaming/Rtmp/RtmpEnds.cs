using System.Net.Sockets;
using StreamActors.Domain.Workloads;
using StreamActors.Media.Rtmp;

namespace StreamActors.Streaming;

/// <summary>Why an RTMP output ends: the same classes and sentences as of FFmpeg's messages, where the cause is the same.</summary>
internal static class RtmpEnds
{
    public static readonly DriverEnd NoAnswer = new(ErrorClass.Network, "The other side does not answer.");

    public static readonly DriverEnd Silent = new(ErrorClass.Network, "The destination accepted the connection and then did not answer.");

    public static readonly DriverEnd Closed = new(ErrorClass.EndedByPeer, "The other side closed the connection.");

    public static readonly DriverEnd NoTls = new(ErrorClass.Network, "The TLS handshake failed; the port may be one without TLS.");

    public static readonly DriverEnd Untrusted = new(ErrorClass.RefusedAuth,
        "The other side's TLS certificate is not trusted: it is self-signed, expired, or for another name.");

    public static DriverEnd ClosedAt(RtmpPublishPhase phase) => phase switch
    {
        RtmpPublishPhase.Handshake => new(ErrorClass.Network, "The other side closed the connection during the RTMP handshake."),
        RtmpPublishPhase.Accepted => Closed,
        _ => new(ErrorClass.RefusedAuth,
            "The destination closed the connection instead of taking the stream: mostly a wrong key or application."),
    };

    public static DriverEnd Of(SocketException failure) => failure.SocketErrorCode switch
    {
        SocketError.ConnectionRefused => new(ErrorClass.Network, "Connection refused: nothing listens at that address and port."),
        SocketError.HostUnreachable or SocketError.NetworkUnreachable or SocketError.NetworkDown or SocketError.HostDown =>
            new(ErrorClass.Network, "There is no route through the network to the other side."),
        SocketError.TimedOut => NoAnswer,
        SocketError.TooManyOpenSockets => new(ErrorClass.Resources, "The system's limit on open files or processes is reached."),
        SocketError.ConnectionReset or SocketError.ConnectionAborted or SocketError.Shutdown => Closed,
        _ => new(ErrorClass.Network, $"The connection could not be made, or was lost: {failure.Message}."),
    };

    public static DriverEnd Of(RtmpException failure) =>
        new(ErrorClass.Network, $"The destination does not speak RTMP as it should: {failure.Message}");

    public static DriverEnd Of(RtmpRefusal refusal)
    {
        var said = refusal.Description.Length > 0 ? refusal.Description.TrimEnd('.') : refusal.Code;
        return refusal.Type switch
        {
            RtmpRefusalType.BadName => new(ErrorClass.RefusedAuth,
                "The destination says that this stream is already being published, often by our own earlier connection.",
                MayBeOurselves: true),
            RtmpRefusalType.Denied => new(ErrorClass.RefusedAuth,
                $"The RTMP server requires a user name and password, or does not accept these: {said}."),
            RtmpRefusalType.Ended => Closed,
            _ => new(ErrorClass.RefusedAuth, $"The destination refused the stream: {said}."),
        };
    }
}
