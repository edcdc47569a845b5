namespace StreamActors.Media.Rtmp;

/// <summary>The other side violates the protocol or a limit. Nothing else is thrown for what it sends; the connection is lost.</summary>
public sealed class RtmpException(string message) : Exception(message);
