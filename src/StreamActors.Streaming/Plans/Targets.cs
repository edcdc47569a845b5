using StreamActors.Ffmpeg;

namespace StreamActors.Streaming;

/// <summary>Turns an output's address into FFmpeg's target.</summary>
internal static class Targets
{
    public static Target Of(OpenedAddress address, MediaFolder files, DateTimeOffset now) => address.Url.Scheme switch
    {
        "srt" => new SrtTarget(address.Target, address.Listens ? SrtMode.Listener : SrtMode.Caller)
        {
            Passphrase = address.Secret("passphrase"),
            StreamId = address.Secret("streamid"),
            Latency = address.Milliseconds("latency-ms"),
            KeyLength = address.Number("key-length"),
            MaxBandwidth = address.Size("max-bandwidth"),
        },
        "rtmp" => new RtmpTarget(RtmpPath.Of(address, tls: false, keyInPath: true)),
        "rtmps" => new RtmpTarget(RtmpPath.Of(address, tls: true, keyInPath: true)),
        "rtsp" => new RtspTarget(Sources.Rtsp(address)),
        "file" => address.Number("segment-seconds") is { } seconds
            ? new FileTarget(files.ToWriteSegments(address.Url.Path, now), TimeSpan.FromSeconds(seconds))
            : new FileTarget(files.ToWriteAnew(address.Url.Path, now)),
        var other => throw new InvalidOperationException($"No driver for an output over {other}."),
    };

    /// <summary>Watches the free disk space of a recording.</summary>
    public static RecordingGuard? Guard(OpenedAddress address, MediaFolder files, TimeProvider time) =>
        address.Url.Scheme == "file" ? files.Guard(address.Size("keep-free"), time) : null;
}
