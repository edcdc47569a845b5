namespace StreamActors.Streaming;

/// <summary>Where a protocol is spoken when its address names no port.</summary>
internal static class DefaultPorts
{
    public const int Rtmp = 1935;
    public const int Rtmps = 443;
    public const int Rtsp = 554;
}
