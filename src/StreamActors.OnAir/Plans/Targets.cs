using StreamActors.Ffmpeg;

namespace StreamActors.OnAir;

/// <summary>From an output's address to where FFmpeg is to bring it.</summary>
internal static class Targets
{
    private const int RtmpPort = 1935;
    private const int RtmpsPort = 443;
    private const int RtspPort = 554;

    public static Target Of(OpenedAddress address, MediaFolder files) => address.Url.Scheme switch
    {
        "srt" => new SrtTarget(Srts.Listens(address) ? Srts.Own(address) : address.Target, Srts.Mode(address))
        {
            Passphrase = address.Secret("passphrase"),
            StreamId = address.Secret("streamid"),
            Latency = address.Milliseconds("latency-ms"),
        },
        "rtmp" => new RtmpTarget(RtmpPath.Of(address, address.TargetOr(RtmpPort), tls: false, keyInPath: true)),
        "rtmps" => new RtmpTarget(RtmpPath.Of(address, address.TargetOr(RtmpsPort), tls: true, keyInPath: true)),
        "rtsp" => new RtspTarget(address.TargetOr(RtspPort), address.PathAndQuery, address.Is("transport", "udp") ? RtspTransport.Udp : RtspTransport.Tcp)
        {
            User = address.Url.User,
            Password = address.Secret("password"),
        },
        "file" => new FileTarget(files.ToWrite(address.Url.Path), address.Number("segment-seconds") is { } seconds ? TimeSpan.FromSeconds(seconds) : null),
        var other => throw new InvalidOperationException($"No driver for an output over {other}."),
    };
}
