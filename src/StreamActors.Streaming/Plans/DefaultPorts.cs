namespace StreamActors.Streaming;

/// <summary>The port used if an address names none.</summary>
internal static class DefaultPorts
{
    public const int Rtmp = 1935;
    public const int Rtmps = 443;
    public const int Rtsp = 554;
}
