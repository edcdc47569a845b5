using StreamActors.Domain.Addresses;
using StreamActors.Domain.Workloads;
using StreamActors.Ffmpeg;
using StreamActors.Kernel;

namespace StreamActors.Streaming;

/// <summary>Turns an input's address into FFmpeg's source.</summary>
internal static class Sources
{
    public static Source Of(OpenedAddress address, MediaFolder files, bool capture) => address.Url.Scheme switch
    {
        "srt" => Srt(address),
        "rtmp" or "rtmps" => Rtmp(address),
        "rtsp" => new RtspSource(Rtsp(address)),
        "http" or "https" => Http(address),
        "file" => new FileSource(files.ToRead(address.Url.Path), Loop: !address.Is("loop", "false")),
        "test" => Test(address),
        "capture" => Capture(address, capture),
        var other => throw new InvalidOperationException($"No driver for an input over {other}."),
    };

    /// <summary>Of both directions.</summary>
    public static RtspLink Rtsp(OpenedAddress address) =>
        new(address.Target, address.PathAndQuery, address.Is("transport", "udp") ? RtspTransport.Udp : RtspTransport.Tcp)
        {
            User = address.Url.User,
            Password = address.Secret("password"),
            Query = address.Secret("query"),
        };

    private static SrtSource Srt(OpenedAddress address) => new(address.Target, address.Listens ? SrtMode.Listener : SrtMode.Caller)
    {
        Passphrase = address.Secret("passphrase"),
        StreamId = address.Secret("streamid"),
        Latency = address.Milliseconds("latency-ms"),
        KeyLength = address.Number("key-length"),
        MaxBandwidth = address.Size("max-bandwidth"),
    };

    private static RtmpSource Rtmp(OpenedAddress address) =>
        new(RtmpPath.Of(address, tls: address.Url.Scheme == "rtmps", keyInPath: !address.Listens), address.Listens);

    private static HttpSource Http(OpenedAddress address)
    {
        var path = address.Url.Path.Length > 0 ? address.Url.Path : "/";
        // Addresses stored before queries became secrets have the query in the URL.
        var query = address.Secret("query") ?? (address.Url.Query.Length > 0 ? new Secret(address.Url.Query) : null);
        var headers = address.Secret("headers") is not { } given ? null
            : HttpHeaders.Parse(given.Reveal()) ?? throw new NotStartedException(new DriverEnd(
            ErrorClass.BadUrl,
            "The secret 'headers' holds a line that is not allowed: a header of the connection (Connection, Content-Length, TE, …), a "
                + "name twice, or no "
            + "'Name: value'. Give it again without that line."));
        var playlist = address.Url.Path.EndsWith(".m3u8", StringComparison.OrdinalIgnoreCase)
            || address.Url.Path.EndsWith(".m3u", StringComparison.OrdinalIgnoreCase);
        return new HttpSource(new Uri($"{address.Url.Scheme}://{address.Target}{path}"), playlist ? HttpKind.Hls : HttpKind.Ts)
        {
            User = address.Url.User,
            Password = address.Secret("password"),
            UserAgent = address.Option("user-agent"),
            Query = query,
            Headers = headers?.ToDictionary(h => h.Key, h => new Secret(h.Value), StringComparer.OrdinalIgnoreCase)
                ?? new Dictionary<string, Secret>(StringComparer.OrdinalIgnoreCase),
        };
    }

    private static TestSource Test(OpenedAddress address)
    {
        var size = (address.Option("size") ?? "1280x720").Split('x');
        return new TestSource(
            int.Parse(size[0], System.Globalization.CultureInfo.InvariantCulture),
            int.Parse(size[1], System.Globalization.CultureInfo.InvariantCulture),
            KilobitsPerSecond: (address.Number("bitrate") ?? 2_000_000) / 1000)
        {
            Bars = (address.Option("pattern") ?? address.Url.Host) == "bars",
        };
    }

    /// <summary>Checked here too: a device stored before the rule must not reach ALSA.</summary>
    private static CaptureSource Capture(OpenedAddress address, bool isAllowed)
    {
        if (!isAllowed)
            throw new NotStartedException(new DriverEnd(
                ErrorClass.BadUrl,
                "Capture devices are off on this server. Allow them with media.capture = on, then: streamactors inputs retry ID."));
        var isSound = address.Is("driver", "alsa");
        var device = CaptureDevice.Parse(address.Url.Path, isSound) ?? throw new NotStartedException(new DriverEnd(
            ErrorClass.BadUrl, $"The capture device is not one of {(isSound ? CaptureDevice.SoundNames : CaptureDevice.VideoNames)}."));
        return isSound ? new CaptureSource(null, device) : new CaptureSource(device, null);
    }
}
