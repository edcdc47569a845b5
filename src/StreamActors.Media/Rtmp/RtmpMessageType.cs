namespace StreamActors.Media.Rtmp;

public enum RtmpMessageType : byte
{
    SetChunkSize = 1,
    Abort = 2,
    Acknowledgement = 3,
    UserControl = 4,
    WindowAcknowledgementSize = 5,
    SetPeerBandwidth = 6,
    Audio = 8,
    Video = 9,
    DataAmf3 = 15,
    CommandAmf3 = 17,
    DataAmf0 = 18,
    CommandAmf0 = 20,
    Aggregate = 22,
}

/// <param name="stream">The message stream: 0 for the connection, else what createStream has returned.</param>
/// <param name="timestamp">Milliseconds; wraps at 32 bits.</param>
/// <param name="body">Valid during the call.</param>
public delegate void RtmpMessageSink(RtmpMessageType type, uint stream, uint timestamp, ReadOnlySpan<byte> body);
