using static StreamActors.Domain.Addresses.OptionTable;

namespace StreamActors.Domain.Addresses;

/// <summary>All protocols, for each direction. Validation, URL parsing and documentation use this table.</summary>
public static class Protocols
{
    public static IReadOnlyList<Protocol> Inputs { get; } =
    [
        new("udp", "MPEG-TS in UDP datagrams, unicast or multicast, received without FFmpeg.")
        {
            AlwaysListens = true, ListensOnUdp = true, Native = NativeDriver.Datagrams,
            Listens = "StreamActors listens.", NeedsHost = false, NeedsPort = true, HasNoPath = true, AllowsMulticast = true,
            Forms =
            [
                new("udp://:PORT", "udp://:5004", "on every address of this machine"),
                new("udp://ADDRESS:PORT", "udp://192.0.2.10:5004", "on one address of this machine"),
                new(
                    "udp://GROUP:PORT", "udp://239.1.1.1:5004",
                    "joins a multicast group; udp://@GROUP:PORT, as VLC writes it, is the same"),
                new("udp://SENDER@GROUP:PORT", "udp://192.0.2.7@239.1.1.1:5004", "joins a group for one sender (SSM): the option sources"),
            ],
            Options = [InputInterface, Sources, UdpReceiveBuffer, ByMediaMtx], QueryRules = DatagramInputRules,
            Example = new("udp://239.1.1.1:5004") { Options = [("interface", "eth1"), ("sources", "192.0.2.7")] },
        },
        new("rtp", "MPEG-TS in RTP over UDP, unicast or multicast, received without FFmpeg; reordered by sequence number.")
        {
            AlwaysListens = true, ListensOnUdp = true, Native = NativeDriver.Datagrams, Family = "udp",
            Listens = "StreamActors listens.", NeedsHost = false, NeedsPort = true, HasNoPath = true, AllowsMulticast = true,
            Forms =
            [
                new("rtp://:PORT", "rtp://:5004", "on every address of this machine"),
                new("rtp://ADDRESS:PORT", "rtp://192.0.2.10:5004", "on one address of this machine"),
                new(
                    "rtp://GROUP:PORT", "rtp://239.1.1.1:5004",
                    "joins a multicast group; rtp://@GROUP:PORT, as VLC writes it, is the same"),
                new("rtp://SENDER@GROUP:PORT", "rtp://192.0.2.7@239.1.1.1:5004", "joins a group for one sender (SSM): the option sources"),
            ],
            Options = [InputInterface, Sources, ReceiveBuffer, ReorderMs], QueryRules = DatagramInputRules,
            Example = new("rtp://:5004") { Options = [("reorder-ms", "50")] },
        },
        new("srt", "MPEG-TS over SRT, encrypted where a passphrase is given.")
        {
            Native = NativeDriver.Srt, ListeningMode = "listener", ListensOnUdp = true, HasSharedPort = true,
            Listens = "The other side listens; with mode=listener StreamActors does.", NeedsPort = true,
            HasNoPath = true,
            Forms =
            [
                new("srt://HOST:PORT", "srt://encoder.example:9000", "connects to an SRT listener"),
                new("srt://:PORT", "srt://:9000", "waits for an SRT caller") { Option = "mode=listener" },
                new(
                    "srt://?mode=listener&port=auto", "srt://?mode=listener&port=auto",
                    "waits for an SRT caller on a free port of media.srt.listen-ports (8891-8990), which it keeps"),
                new(
                    "srt://?mode=listener", "srt://?mode=listener&key=studio-key",
                    "waits on the port that inputs share (media.srt.port) for a publisher with the stream ID publish:ID:KEY"),
                new(
                    "srt://HOST:PORT", "srt://encoder.example:9000",
                    "both sides connect, from the same port") { Option = "mode=rendezvous" },
            ],
            Options = [LatencyMs, KeyLength, MaxBandwidth, SrtMode, ListenPort, SharedSecondPublisher, AnyPublisher, InputDriver],
            Secrets = [Passphrase, StreamId, PublisherKey], QueryRules = SrtRules,
            Example = new("srt://encoder.example:9000")
            {
                Options = [("latency-ms", "200")], Secrets = [("passphrase", "correct-horse-battery")],
            },
        },
        new("rtmp", "RTMP, pulled from a server or published to StreamActors.")
        {
            ListeningMode = "listen", Native = NativeDriver.Rtmp, SamePath = SamePath.Below,
            Listens = "The server listens; with mode=listen StreamActors does, on one port for the publishers of several inputs.",
            DefaultPort = 1935, NeedsPath = true, AllowsUser = true,
            Forms =
            [
                new("rtmp://HOST[:PORT]/APPLICATION/KEY", "rtmp://origin.example/live/studio", "pulls a stream"),
                new(
                    "rtmp://ADDRESS[:PORT]/APPLICATION/KEY", "rtmp://0.0.0.0:1935/live/studio",
                    "waits for a publisher with this key; without /KEY, for any publisher") { Option = "mode=listen" },
            ],
            Options = [RtmpMode, SecondPublisher, InputDriver], Secrets = [InputKey, ApplicationQuery, RtmpPassword],
            Query = QueryUse.Key,
            Example = new("rtmp://0.0.0.0:1935/live") { Options = [("mode", "listen")], Secrets = [("key", "studio")] },
        },
        new("rtmps", "RTMP over TLS, pulled from a server.")
        {
            Family = "rtmp", SamePath = SamePath.Below,
            Listens = "The server listens.", DefaultPort = 443, NeedsPath = true, AllowsUser = true,
            Forms = [new("rtmps://HOST[:PORT]/APPLICATION/KEY", "rtmps://origin.example/live/studio", "pulls a stream")],
            Options = [ByMediaMtx], Secrets = [PulledKey, ApplicationQuery, RtmpPassword], Query = QueryUse.Key,
            Example = new("rtmps://viewer@origin.example/live") { Secrets = [("key", "studio"), ("password", "correct-horse")] },
        },
        new("rtsp", "RTSP, pulled from a camera or server.")
        {
            SamePath = SamePath.Exactly,
            Listens = "The camera or server listens.", DefaultPort = 554, AllowsUser = true,
            Forms =
            [
                new("rtsp://HOST[:PORT]/PATH", "rtsp://camera.example/stream1", "pulls a stream"),
                new(
                    "rtsp://USER@HOST[:PORT]/PATH?QUERY", "rtsp://viewer@camera.example:554/cam/realmonitor?channel=1&subtype=0",
                    "with a user; the password is a secret"),
            ],
            Options = [Transport, ByMediaMtx], Secrets = [Password, Query], Query = QueryUse.Server, QueryRules = RtspRules,
            Example = new("rtsp://viewer@camera.example/stream1")
            {
                Options = [("transport", "udp")], Secrets = [("password", "correct-horse")],
            },
        },
        new("http", "HLS (a path that ends in .m3u8) or continuous MPEG-TS over HTTP.")
        {
            Listens = "The server listens.", DefaultPort = 80, AllowsUser = true,
            Forms =
            [
                new("http://HOST[:PORT]/PATH.m3u8", "http://cdn.example/live/master.m3u8", "an HLS playlist"),
                new("http://HOST[:PORT]/PATH", "http://encoder.example:8080/stream.ts", "continuous MPEG-TS"),
            ],
            Options = [UserAgent], Secrets = [Password, Query, Headers], Query = QueryUse.Secret,
            Example = new("http://encoder.example:8080/stream.ts") { Secrets = [("query", "token=abc")] },
        },
        new("https", "HLS (a path that ends in .m3u8) or continuous MPEG-TS over HTTPS.")
        {
            Listens = "The server listens.", DefaultPort = 443, AllowsUser = true,
            Forms =
            [
                new("https://HOST[:PORT]/PATH.m3u8", "https://cdn.example/live/master.m3u8", "an HLS playlist"),
                new("https://HOST[:PORT]/PATH", "https://encoder.example/stream.ts", "continuous MPEG-TS"),
            ],
            Options = [UserAgent], Secrets = [Password, Query, Headers], Query = QueryUse.Secret,
            Example = new("https://cdn.example/live/master.m3u8")
            {
                Options = [("user-agent", "studio")], Secrets = [("headers", "Authorization: Bearer abc")],
            },
        },
        new("file", "A file in the media folder, played in real time.")
        {
            SamePath = SamePath.Exactly,
            Listens = "No network is involved.", NeedsHost = false, HasNoHost = true, NeedsPath = true,
            Forms = [new("file:///PATH", "file:///loops/studio.ts", "PATH is below the media folder")],
            Options = [Loop],
            Example = new("file:///loops/studio.ts") { Options = [("loop", "false")] },
        },
        new("test", "A generated test picture with a tone.")
        {
            Listens = "No network is involved.", NeedsHost = false, HasNoPath = true,
            Forms =
            [
                new("test://", "test://", "a moving picture with a clock, or the pattern of the option pattern"),
                new("test://PATTERN", "test://bars", "one of the patterns"),
            ],
            Options = [Pattern, Size, Bitrate],
            Example = new("test://") { Options = [("pattern", "bars"), ("bitrate", "4000000")] },
        },
        new("capture", "A camera, capture card or sound device of the server. Off unless media.capture = on.")
        {
            Listens = "No network is involved.", NeedsHost = false, HasNoHost = true, NeedsPath = true,
            Forms =
            [
                new("capture:///dev/videoN", "capture:///dev/video0", "video (V4L2); also /dev/v4l/by-id/NAME and /dev/v4l/by-path/NAME"),
                new(
                    "capture:///DEVICE", "capture:///hw:1,0",
                    "sound (ALSA): default, sysdefault, hw:CARD,DEV or plughw:CARD,DEV") { Option = "driver=alsa" },
            ],
            Options = [Driver],
            Example = new("capture:///hw:1,0") { Options = [("driver", "alsa")] },
        },
    ];

    public static IReadOnlyList<Protocol> Outputs { get; } =
    [
        new("udp", "MPEG-TS in UDP datagrams to one host or a multicast group, sent without FFmpeg.")
        {
            Native = NativeDriver.Datagrams,
            Listens = "The receiver listens.", NeedsPort = true, HasNoPath = true, AllowsMulticast = true,
            Forms =
            [
                new("udp://HOST:PORT", "udp://receiver.example:5004", "to one host"),
                new("udp://GROUP:PORT", "udp://239.1.1.1:5004", "to a multicast group"),
            ],
            Options = [Ttl, OutputInterface, MaxHoldMs], QueryRules = DatagramOutputRules,
            Example = new("udp://239.1.1.1:5004") { Options = [("interface", "eth1"), ("ttl", "4")] },
        },
        new("rtp", "MPEG-TS in RTP over UDP to one host or a multicast group, sent without FFmpeg.")
        {
            Native = NativeDriver.Datagrams, Family = "udp",
            Listens = "The receiver listens.", NeedsPort = true, HasNoPath = true, AllowsMulticast = true,
            Forms =
            [
                new("rtp://HOST:PORT", "rtp://receiver.example:5004", "to one host"),
                new("rtp://GROUP:PORT", "rtp://239.1.1.1:5004", "to a multicast group"),
            ],
            Options = [Ttl, OutputInterface, MaxHoldMs], QueryRules = DatagramOutputRules,
            Example = new("rtp://receiver.example:5004") { Options = [("max-hold-ms", "5")] },
        },
        new("srt", "MPEG-TS over SRT, encrypted where a passphrase is given.")
        {
            Native = NativeDriver.Srt, ListeningMode = "listener", ListensOnUdp = true,
            Listens = "The receiver listens; with mode=listener StreamActors does.", NeedsPort = true, HasNoPath = true,
            Forms =
            [
                new("srt://HOST:PORT", "srt://ingest.example:9000", "connects to an SRT listener"),
                new("srt://:PORT", "srt://:9000", "waits for an SRT caller") { Option = "mode=listener" },
                new(
                    "srt://?mode=listener&port=auto", "srt://?mode=listener&port=auto",
                    "waits for an SRT caller on a free port of media.srt.listen-ports (8891-8990), which it keeps"),
                new(
                    "srt://HOST:PORT", "srt://encoder.example:9000",
                    "both sides connect, from the same port") { Option = "mode=rendezvous" },
            ],
            Options = [LatencyMs, KeyLength, MaxBandwidth, SrtMode, ListenPort, NativeOrFfmpeg, SrtProgram],
            Secrets = [Passphrase, StreamId], QueryRules = SrtRules,
            Example = new("srt://ingest.example:9000")
            {
                Options = [("latency-ms", "200")], Secrets = [("passphrase", "correct-horse-battery"), ("streamid", "studio")],
            },
        },
        new("rtmp", "RTMP to a platform or server: one video track (H.264, or HEVC if the server takes it) and one audio track.")
        {
            Native = NativeDriver.Rtmp, OneTrackOfEach = true,
            Listens = "The platform listens.", DefaultPort = 1935, NeedsPath = true, NeedsKey = true, AllowsUser = true,
            Forms =
            [
                new("rtmp://HOST[:PORT]/APPLICATION", "rtmp://live.example/app", "with the stream key as the secret key"),
                new(
                    "rtmp://HOST[:PORT]/APPLICATION/KEY", "rtmp://live.example/app/live_123_abc",
                    "with the stream key in the URL: it is stored as the secret key"),
            ],
            Options = [Program, NativeOrFfmpeg], Secrets = [OutputKey, ApplicationQuery, RtmpPassword], Query = QueryUse.Key,
            Example = new("rtmp://live.example/app") { Secrets = [("key", "live_123_abc")] },
        },
        new("rtmps", "RTMP over TLS to a platform or server: one video track (H.264, or HEVC if the server takes it) and one audio track.")
        {
            Family = "rtmp", Native = NativeDriver.Rtmp, OneTrackOfEach = true,
            Listens = "The platform listens.", DefaultPort = 443, NeedsPath = true, NeedsKey = true, AllowsUser = true,
            Forms =
            [
                new("rtmps://HOST[:PORT]/APPLICATION", "rtmps://live.example:443/rtmp", "with the stream key as the secret key"),
                new(
                    "rtmps://HOST[:PORT]/APPLICATION/KEY", "rtmps://live.example:443/rtmp/live_123_abc",
                    "with the stream key in the URL: it is stored as the secret key"),
            ],
            Options = [Program, NativeOrFfmpeg], Secrets = [OutputKey, ApplicationQuery, RtmpPassword], Query = QueryUse.Key,
            Example = new("rtmps://live.example:443/rtmp") { Options = [("program", "2")], Secrets = [("key", "live_123_abc")] },
        },
        new("rtsp", "RTSP, published to a server. AAC audio is re-encoded.")
        {
            Listens = "The server listens.", DefaultPort = 554, NeedsPath = true, AllowsUser = true,
            Forms =
            [
                new("rtsp://HOST[:PORT]/PATH", "rtsp://server.example/live/studio", "publishes a stream"),
                new(
                    "rtsp://USER@HOST[:PORT]/PATH", "rtsp://publisher@server.example:8554/live/studio",
                    "with a user; the password is a secret"),
            ],
            Options = [Transport, Program], Secrets = [Password, Query], Query = QueryUse.Server, QueryRules = RtspRules,
            Example = new("rtsp://publisher@server.example:8554/live/studio")
            {
                Options = [("transport", "udp")], Secrets = [("password", "correct-horse")],
            },
        },
        new("file", "A recording as MPEG-TS in the media folder, as one file or in segments.")
        {
            Listens = "No network is involved.", NeedsHost = false, HasNoHost = true, NeedsPath = true,
            Forms = [new("file:///PATH", "file:///recordings/studio.ts", "PATH is below the media folder; no file is overwritten")],
            Options = [SegmentSeconds, KeepFree, Program],
            Example = new("file:///recordings/studio.ts") { Options = [("segment-seconds", "3600")] },
        },
    ];

    public static IReadOnlyList<Protocol> Of(bool isIngest) => isIngest ? Inputs : Outputs;

    public static IReadOnlyList<string> Names(bool isIngest) => [.. Of(isIngest).Select(p => p.Name)];

    /// <summary>That of a URL, sound or not.</summary>
    public static Protocol? OfUrl(string url, bool isIngest) =>
        url.IndexOf(':', StringComparison.Ordinal) is > 0 and var end ? Find(url[..end], isIngest) : null;

    public static Protocol? Find(string scheme, bool isIngest) =>
        Of(isIngest).FirstOrDefault(p => string.Equals(p.Name, scheme, StringComparison.OrdinalIgnoreCase));
}
