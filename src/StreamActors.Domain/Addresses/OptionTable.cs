using System.Globalization;
using System.Net;

namespace StreamActors.Domain.Addresses;

/// <summary>The options and secrets of all protocols, with the names other programs use in the query of a URL.</summary>
internal static class OptionTable
{
    private static readonly Condition GivenUser = new(
        "only with a user in the URL: PROTOCOL://USER@HOST",
        (address, url) => url.User is { Length: > 0 } && address.Options.GetValueOrDefault("mode") is not "listen");

    private static readonly Condition CallsOnly = new(
        "only with mode=caller: others send none", (address, _) => address.Options.GetValueOrDefault("mode") is null or "caller");

    private static readonly Condition RendezvousIsNative = new(
        "with rendezvous only without driver=ffmpeg and driver=mediamtx, which have no rendezvous",
        (address, _) => address.Options.GetValueOrDefault("mode") is not "rendezvous"
            || address.Options.GetValueOrDefault("driver") is not ("ffmpeg" or "mediamtx"));

    private static readonly Condition GivenPassphrase = new(
        "only with the secret passphrase: without one nothing is encrypted", (address, _) => address.Secrets.ContainsKey("passphrase"));

    private static readonly Condition OnSharedPort = new(
        "only with mode=listener and without a port in the URL: on the port that inputs share",
        (address, url) => Protocols.Inputs.Any(p => p.HasSharedPort && p.Name == url.Scheme && p.IsOnSharedPort(url, address.Options)));

    private static readonly Condition NamesNoPattern =
        new("only with test://, without a pattern in the URL", (_, url) => url.Host.Length == 0);

    /// <summary>The interface selects an address of this machine; a URL with an address has already selected one.</summary>
    private static readonly Condition OnAnyOrGroup = new(
        "only with a multicast group, or without an address in the URL",
        (_, url) => url.Ip is not { } ip || AddressRules.IsMulticast(ip) || ip.Equals(IPAddress.Any) || ip.Equals(IPAddress.IPv6Any));

    private static readonly IReadOnlyList<QueryName> InterfaceNames =
        [new("localaddr"), new("iface"), new("multicast-iface"), new("miface")];

    public static readonly Option InputInterface = Option.Line("interface", 64, "eth1") with
    {
        Text = "the network interface to receive on, by its name or one of its addresses",
        DefaultText = "every interface; for a multicast group, the one that the routing table selects",
        QueryNames = InterfaceNames, Only = OnAnyOrGroup,
    };

    public static readonly Option OutputInterface = Option.Line("interface", 64, "eth1") with
    {
        Text = "the network interface to send from, by its name or one of its addresses", DefaultText = "as the routing table says",
        QueryNames = InterfaceNames,
    };

    public static readonly Option Sources = Option.Ips("sources", "192.0.2.7,192.0.2.8") with
    {
        Text = "accept only these senders; for a multicast group, source-specific multicast (SSM)", DefaultText = "any sender",
        QueryNames = [new("source"), new("multicast-source")],
    };

    public static readonly Option ReceiveBuffer = Option.Number("receive-buffer", 65_536, 268_435_456, example: 16_777_216) with
    {
        Text = "size of the socket's receive buffer", Unit = "bytes", Default = "8388608",
        QueryNames = [new("buffer_size"), new("buffer-size")],
    };

    public static readonly Option UdpReceiveBuffer = ReceiveBuffer with
    {
        Only = new Condition(
            "only without driver=mediamtx, which has a setting of its own",
            (address, _) => address.Options.GetValueOrDefault("driver") is not "mediamtx"),
    };

    public static readonly Option ReorderMs = Option.Number("reorder-ms", 0, 1000, example: 100) with
    {
        Text = "how long to wait for a packet that arrives out of order", Unit = "ms", Default = "30",
        QueryNames = [new("latency")],
    };

    public static readonly Option Ttl = Option.Number("ttl", 1, 255, example: 16) with
    {
        Text = "time to live (TTL): how many routers a datagram may pass", Unit = "hops",
        DefaultText = "the system's: 1 for a multicast group, 64 for one host", QueryNames = [new("ttl-mc")],
    };

    public static readonly Option MaxHoldMs = Option.Number("max-hold-ms", 0, 20, example: 10) with
    {
        Text = "how long to delay datagrams to send several with one system call; 0 sends each at once", Unit = "ms", Default = "1",
    };

    public static readonly Option Program = Option.Number("program", 1, 65_535, example: 2) with
    {
        Text = "the program number to use when the stream has several", DefaultText = "the first program with video",
    };

    /// <summary>Of protocols that have both: a workload of StreamActors' own sockets, or an FFmpeg.</summary>
    public static readonly Option NativeOrFfmpeg = Option.OneOf("driver", "auto", "native", "ffmpeg") with
    {
        Text = "what carries the stream: StreamActors itself (native) or FFmpeg (ffmpeg); auto is native where possible",
    };

    /// <summary>Of inputs that an external MediaMTX can take in.</summary>
    public static readonly Option ByMediaMtx = Option.OneOf("driver", "auto", "mediamtx") with
    {
        Text = "what receives the stream: StreamActors (auto), or the external MediaMTX of media.mediamtx (mediamtx)",
    };

    public static readonly Option InputDriver = Option.OneOf("driver", "auto", "native", "ffmpeg", "mediamtx") with
    {
        Text = $"{NativeOrFfmpeg.Text}; mediamtx: the external MediaMTX of media.mediamtx",
    };

    /// <summary>A native SRT output sends the whole stream.</summary>
    public static readonly Option SrtProgram = Program with
    {
        Only = new Condition(
            "only with FFmpeg, that is without driver=native, which sends all programs",
            (address, _) => address.Options.GetValueOrDefault("driver") is not "native"),
    };

    public static readonly Option LatencyMs = Option.Number("latency-ms", 20, 8000, example: 200) with
    {
        Text = "SRT latency: time to resend lost packets; the larger value of both sides applies", Unit = "ms",
        DefaultText = "120, the default of libsrt",
        QueryNames =
        [
            new("latency")
            {
                Expected = "milliseconds from 20 to 8000, as in libsrt; for the microseconds latency=200000 of FFmpeg and OBS use "
                    + "latency=200",
            },
        ],
    };

    public static readonly Option MaxBandwidth = Option.Number("max-bandwidth", 100_000, 100_000_000_000, example: 20_000_000) with
    {
        Text = "the most that SRT may send, with retransmissions", Unit = "bit/s", DefaultText = "no limit",
        QueryNames =
        [
            new("maxbw")
            {
                Read = v => long.TryParse(v, NumberStyles.None, CultureInfo.InvariantCulture, out var bytes) && bytes < long.MaxValue / 8
                    ? (bytes * 8).ToString(CultureInfo.InvariantCulture) : v,
                Expected = "bytes per second, from 12500; leave it out for no limit",
            },
        ],
    };

    public static readonly Option KeyLength = Option.OneOf("key-length", "16", "24", "32") with
    {
        Text = "length of the AES key: AES-128, AES-192 or AES-256", Unit = "bytes", Default = null,
        DefaultText = "16, or the length that the other side chooses",
        QueryNames = [new("pbkeylen")], Only = GivenPassphrase,
    };

    public static readonly Option SrtMode = Option.OneOf("mode", "caller", "listener", "rendezvous") with
    {
        Text = "connect to the other side (caller), wait for it (listener), or both sides connect from the same port (rendezvous)",
        Only = RendezvousIsNative,
        QueryNames =
        [
            new("mode")
            {
                Read = v => v switch { "client" => "caller", "server" => "listener", _ => v },
            },
        ],
    };

    /// <summary>Never stored: the port is written into the URL.</summary>
    public static readonly Option ListenPort = Option.OneOf("port", "auto") with
    {
        Text = "listen on a free port of media.srt.listen-ports, which is kept and shown in the URL", Default = null,
        DefaultText = "the port in the URL",
        Only = new Condition("only with mode=listener and without a port in the URL",
            (address, url) => url.Port is null && address.Options.GetValueOrDefault("mode") is "listener"),
    };

    public static readonly Option Passphrase = new Option("passphrase", p => p.Length is >= 10 and <= 79, "10 to 79 characters")
    {
        Example = "correct horse battery", Text = "encrypts the stream; the same on both sides", DefaultText = "no encryption",
    };

    public static readonly Option StreamId = Option.Line("streamid", 512, "#!::r=live/studio,m=publish") with
    {
        Text = "SRT stream ID", DefaultText = "none", QueryNames = [new("srt_streamid")], Only = CallsOnly,
    };

    public static readonly Option RtmpMode = Option.OneOf("mode", "pull", "listen") with
    {
        Text = "pull the stream from a server (pull) or wait for a publisher (listen)",
    };

    public static readonly Option SecondPublisher = Option.OneOf("second-publisher", "refuse", "take-over") with
    {
        Text = "when a publisher comes while another is connected: refuse it, unless the other has sent nothing for 5 s, or "
            + "let it take over",
        Only = new Condition(
            "only with mode=listen and without driver=ffmpeg", (address, _) => address.Options.GetValueOrDefault("mode") is "listen"
                && address.Options.GetValueOrDefault("driver") is not "ffmpeg"),
    };

    public static readonly Option SharedSecondPublisher = SecondPublisher with { Only = OnSharedPort };

    public static readonly Option AnyPublisher = Option.OneOf("any-publisher", "false", "true") with
    {
        Text = "accept any publisher that gives the id of the input in its stream ID, without a key and a passphrase",
        Only = new Condition($"{OnSharedPort.Text}, with neither of the secrets key and passphrase", (address, url) =>
            OnSharedPort.Holds(address, url) && !address.Secrets.ContainsKey("key") && !address.Secrets.ContainsKey("passphrase")),
    };

    /// <summary>In a stream ID, a comma ends it.</summary>
    public static readonly Option PublisherKey = new Option(
        "key", k => k.Length is > 0 and <= 200 && k.All(c => c is > ' ' and <= '~' and not ','),
        "1 to 200 ASCII characters, without spaces and commas")
    {
        Text = "what a publisher must give in its stream ID: publish:ID:KEY, or #!::r=ID,m=publish,s=KEY", Example = "studio-key",
        DefaultText = "none: the passphrase says who may publish", Only = OnSharedPort,
    };

    public static readonly Option InputKey = Option.Line("key", 512, "studio?token=abc") with
    {
        Text = "the stream key to pull, or the one a publisher must use",
        DefaultText = "the last part of the path; if the path has only one part, there is no key and any publisher is accepted",
    };

    public static readonly Option PulledKey = InputKey with
    {
        Text = "the stream key to pull", DefaultText = "the last part of the path",
    };

    public static readonly Option OutputKey = Option.Line("key", 512, "live_123_abc") with
    {
        Text = "the stream key, as the platform shows it",
    };

    /// <summary>FFmpeg reads it from the URL without decoding it, and keeps 49 bytes.</summary>
    public static readonly Option RtmpPassword = new Option(
        "password", RtmpCredential.IsPassword, RtmpCredential.PasswordCure)
    {
        Text = "password of the user in the URL, for servers with Adobe or Limelight authentication", Example = "s3cret",
        DefaultText = "none", Only = GivenUser,
    };

    public static readonly Option Password = Option.Line("password", 512, "s3cret") with
    {
        Text = "password of the user in the URL", DefaultText = "none", Only = GivenUser,
    };

    public static readonly Option Transport = Option.OneOf("transport", "tcp", "udp") with
    {
        Text = "transport of the media: within the RTSP connection (tcp), or as datagrams (udp)",
        QueryNames =
            [new("rtsp_transport"), new("transport") { MayBeTheirs = true }, new("tcp") { BareValue = "tcp" },
            new("udp") { BareValue = "udp" }],
    };

    public static readonly Option UserAgent = Option.Line("user-agent", 200, "Studio/1.0") with
    {
        Text = "the User-Agent header of the requests", DefaultText = "FFmpeg's name and version",
    };

    /// <summary>The whole query: tokens have many names, and all of them are secret.</summary>
    public static readonly Option Query = new Option(
        "query",
        q => q.Length is > 0 and <= 2000 && UrlParts.Parse($"http://host/?{q}", out _) is null,
        "the text after the '?', such as token=abc: 1 to 2000 characters, without spaces or '#'")
    {
        Text = "the query of the URL: the text after the '?'", Example = "token=abc", DefaultText = "none",
    };

    public static readonly Option ApplicationQuery = Query with
    {
        Text = "the query of the application: the text after its '?'", Example = "backup=1",
    };

    public static readonly Option Headers = new Option(
        "headers", h => HttpHeaders.Parse(h) is not null,
        "headers, one per line, such as Authorization: Bearer abc; each name once, and no connection header such as Content-Length")
    {
        Kind = OptionKind.Lines,
        Example = "Authorization: Bearer abc", Text = "HTTP headers to send with each request, one per line", DefaultText = "none",
    };

    public static readonly Option Loop = Option.OneOf("loop", "true", "false") with { Text = "play the file in a loop" };

    public static readonly Option Pattern = Option.OneOf("pattern", "clock", "bars") with
    {
        Text = "moving test picture with a clock, or colour bars", Only = NamesNoPattern,
    };

    public static readonly Option Size = Option.OneOf("size", "1280x720", "640x360", "1920x1080") with
    {
        Text = "picture size", Unit = "pixels",
    };

    public static readonly Option Bitrate = Option.Number("bitrate", 100_000, 50_000_000, example: 4_000_000) with
    {
        Text = "video bit rate", Unit = "bit/s", Default = "2000000",
    };

    public static readonly Option Driver = Option.OneOf("driver", "v4l2", "alsa") with { Text = "what the device is: video or sound" };

    public static readonly Option SegmentSeconds = Option.Number("segment-seconds", 1, 86_400, example: 3600) with
    {
        Text = "start a new file after this time, named after its start in UTC", Unit = "s", DefaultText = "one file",
    };

    public static readonly Option KeepFree = Option.Number("keep-free", 0, long.MaxValue, example: 10_737_418_240) with
    {
        Text = "stop recording when less disk space is free", Unit = "bytes", Default = "536870912",
    };

    private static readonly QueryRule[] FfmpegBuffers =
    [
        .. ((string[])["fifo_size", "overrun_nonfatal", "reuse", "reuseaddr", "timeout", "bitrate", "burst_bits", "broadcast", "connect",
            "localport"])
            .Select(name => new QueryRule(name, [], "leave it out: it is an option of FFmpeg, which is not used here")),
    ];

    private static readonly QueryRule SevenPackets = new(
        "pkt_size", ["1316"], "leave it out: datagrams carry 7 packets, which is pkt_size=1316");

    public static readonly QueryRule[] DatagramInputRules =
    [
        .. FfmpegBuffers, new("pkt_size", ["1316", "65535"], "leave it out: datagrams of any size are received"),
        new("ttl", [], "leave it out: the TTL is set by the sender"),
        new("block", [], "leave it out and name the accepted senders: sources=ADDRESS,ADDRESS"),
    ];

    public static readonly QueryRule[] DatagramOutputRules =
    [
        .. FfmpegBuffers, SevenPackets, new("buffer_size", [], "leave it out: packets that the kernel drops are counted as lost"),
        new("sources", [], "leave it out: source filters belong to the receiver"),
    ];

    public static readonly QueryRule[] SrtRules =
    [
        SevenPackets with { Expected = "leave it out: SRT packets carry 7 packets of MPEG-TS, which is pkt_size=1316" },
        new("payload_size", ["1316"], "leave it out: SRT packets carry 7 packets of MPEG-TS, which is payload_size=1316"),
        new("transtype", ["live", "0"], "leave it out: live is the only one"),
        new("tlpktdrop", ["1", "true"], "leave it out: late packets are always dropped"),
        new("messageapi", ["1", "true"], "leave it out: it is always on"),
        new("rcvlatency", [], "use latency-ms, in milliseconds, for both directions"),
        new("peerlatency", [], "use latency-ms, in milliseconds, for both directions"),
    ];

    public static readonly QueryRule[] RtspRules =
    [
        .. ((string[])["multicast", "udp_multicast", "http", "https"])
            .Select(word => new QueryRule(word, [], "leave it out: the transport is tcp or udp")),
        new("filter_src", [], "leave it out: only datagrams from the server are accepted"),
    ];
}
