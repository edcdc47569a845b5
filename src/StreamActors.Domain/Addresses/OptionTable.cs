using System.Net;

namespace StreamActors.Domain.Addresses;

/// <summary>The options and secrets of all protocols, and what other programs call them in the query of a URL.</summary>
internal static class OptionTable
{
    private static readonly Condition GivenUser = new(
        "only with a user in the URL: PROTOCOL://USER@HOST",
        (address, url) => url.User is { Length: > 0 } && address.Options.GetValueOrDefault("mode") is not "listen");

    private static readonly Condition CallsOnly = new(
        "only with mode=caller: a listener has none to give", (address, _) => address.Options.GetValueOrDefault("mode") is not "listener");

    private static readonly Condition GivenPassphrase = new(
        "only with the secret passphrase: without one nothing is encrypted", (address, _) => address.Secrets.ContainsKey("passphrase"));

    private static readonly Condition NamesNoPattern = new("only with test://, without a pattern in the URL", (_, url) => url.Host.Length == 0);

    /// <summary>Of several addresses of this machine the interface chooses one; a URL with an address has chosen.</summary>
    private static readonly Condition OnAnyOrGroup = new(
        "only with a multicast group or without an address in the URL, which says already where to listen",
        (_, url) => url.Ip is not { } ip || AddressRules.IsMulticast(ip) || ip.Equals(IPAddress.Any) || ip.Equals(IPAddress.IPv6Any));

    private static readonly IReadOnlyList<QueryName> InterfaceNames =
        [new("localaddr"), new("iface"), new("multicast-iface"), new("miface")];

    public static readonly Option InputInterface = Option.Line("interface", 64, "eth1") with
    {
        Text = "the network interface to receive on, by its name or one of its addresses",
        DefaultText = "every interface; for a group what the routing table says",
        QueryNames = InterfaceNames, Only = OnAnyOrGroup,
    };

    public static readonly Option OutputInterface = Option.Line("interface", 64, "eth1") with
    {
        Text = "the network interface to send from, by its name or one of its addresses", DefaultText = "what the routing table says",
        QueryNames = InterfaceNames,
    };

    public static readonly Option Sources = Option.Ips("sources", "192.0.2.7,192.0.2.8") with
    {
        Text = "the only senders to listen to; for a multicast group they are joined one by one (SSM)", DefaultText = "any sender",
        QueryNames = [new("source"), new("multicast-source")],
    };

    public static readonly Option ReceiveBuffer = Option.Number("receive-buffer", 65_536, 268_435_456, example: 16_777_216) with
    {
        Text = "size of the socket's receive buffer", Unit = "bytes", Default = "8388608",
        QueryNames = [new("buffer_size"), new("buffer-size")],
    };

    public static readonly Option ReorderMs = Option.Number("reorder-ms", 0, 1000, example: 100) with
    {
        Text = "how long a missing packet is waited for when later ones have overtaken it", Unit = "ms", Default = "30",
        QueryNames = [new("latency")],
    };

    public static readonly Option Ttl = Option.Number("ttl", 1, 255, example: 16) with
    {
        Text = "how many routers a datagram may pass", Unit = "hops",
        DefaultText = "the system's: 1 for a multicast group, 64 for one host", QueryNames = [new("ttl-mc")],
    };

    public static readonly Option MaxHoldMs = Option.Number("max-hold-ms", 0, 20, example: 10) with
    {
        Text = "how long datagrams may be held back to send several with one system call", Unit = "ms", Default = "0",
    };

    public static readonly Option Program = Option.Number("program", 1, 65_535, example: 2) with
    {
        Text = "the one program to carry, by its number, where the stream has several", DefaultText = "the first program with video",
    };

    public static readonly Option LatencyMs = Option.Number("latency-ms", 20, 8000, example: 200) with
    {
        Text = "time in which lost packets are sent again; the larger of both sides holds", Unit = "ms",
        DefaultText = "120, as libsrt has it",
        QueryNames =
        [
            new("latency")
            {
                Cure = "milliseconds from 20 to 8000, as libsrt counts; FFmpeg and OBS count microseconds: latency=200, or latency-ms=200, for latency=200000",
            },
        ],
    };

    public static readonly Option KeyLength = Option.OneOf("key-length", "16", "24", "32") with
    {
        Text = "length of the AES key: AES-128, AES-192 or AES-256", Unit = "bytes", Default = null,
        DefaultText = "16, or what the other side has chosen",
        QueryNames = [new("pbkeylen")], Only = GivenPassphrase,
    };

    public static readonly Option SrtMode = Option.OneOf("mode", "caller", "listener") with
    {
        Text = "whether to call the other side or to wait for its call",
        QueryNames =
        [
            new("mode")
            {
                Read = v => v switch { "client" => "caller", "server" => "listener", _ => v }, Cure = "caller or listener: rendezvous is not supported",
            },
        ],
    };

    public static readonly Option Passphrase = new Option("passphrase", p => p.Length is >= 10 and <= 79, "10 to 79 characters")
    {
        Example = "correct horse battery", Text = "encrypts the stream; both sides have the same", DefaultText = "no encryption",
    };

    public static readonly Option StreamId = Option.Line("streamid", 512, "#!::r=live/studio,m=publish") with
    {
        Text = "tells the listener which stream is meant", DefaultText = "none", QueryNames = [new("srt_streamid")], Only = CallsOnly,
    };

    public static readonly Option RtmpMode = Option.OneOf("mode", "pull", "listen") with
    {
        Text = "whether to pull the stream from a server or to wait for a publisher",
    };

    public static readonly Option InputKey = Option.Line("key", 512, "studio?token=abc") with
    {
        Text = "the stream key: what is pulled, or what a publisher must come with",
        DefaultText = "the last part of the path; where there is only one, none: then any publisher is taken",
    };

    public static readonly Option PulledKey = InputKey with
    {
        Text = "the stream key: what is pulled", DefaultText = "the last part of the path",
    };

    public static readonly Option OutputKey = Option.Line("key", 512, "live_123_abc") with
    {
        Text = "the stream key, as the platform shows it",
    };

    /// <summary>FFmpeg reads it from the URL as it stands there, and keeps 49 bytes of it.</summary>
    public static readonly Option RtmpPassword = new Option(
        "password", RtmpCredential.IsPassword, RtmpCredential.PasswordCure)
    {
        Text = "of the user in the URL, for servers that ask for one (Adobe or Limelight authentication)", Example = "s3cret",
        DefaultText = "none", Only = GivenUser,
    };

    public static readonly Option Password = Option.Line("password", 512, "s3cret") with
    {
        Text = "of the user in the URL", DefaultText = "none", Only = GivenUser,
    };

    public static readonly Option Transport = Option.OneOf("transport", "tcp", "udp") with
    {
        Text = "how the media come: within the RTSP connection, or as datagrams",
        QueryNames =
            [new("rtsp_transport"), new("transport") { MayBeTheirs = true }, new("tcp") { BareValue = "tcp" }, new("udp") { BareValue = "udp" }],
    };

    public static readonly Option UserAgent = Option.Line("user-agent", 200, "Studio/1.0") with
    {
        Text = "what the request calls itself", DefaultText = "FFmpeg's name and version",
    };

    /// <summary>Whatever stands behind the '?': tokens have many names, and are secret under each of them.</summary>
    public static readonly Option Query = new Option(
        "query",
        q => q.Length is > 0 and <= 2000 && UrlParts.Parse($"http://host/?{q}", out _) is null,
        "what stands behind the '?', such as token=abc: 1 to 2000 characters, without blanks or '#'")
    {
        Text = "what stands behind the '?' of the URL", Example = "token=abc", DefaultText = "none",
    };

    public static readonly Option ApplicationQuery = Query with
    {
        Text = "what stands behind the '?' of the application", Example = "backup=1",
    };

    public static readonly Option Headers = new Option(
        "headers", h => HttpHeaders.Parse(h) is not null,
        "headers, one a line, such as Authorization: Bearer abc; each name once, and none of the connection itself, as Content-Length is")
    {
        Example = "Authorization: Bearer abc", Text = "sent with each request, one a line", DefaultText = "none",
    };

    public static readonly Option Loop = Option.OneOf("loop", "true", "false") with { Text = "whether the file begins again at its end" };

    public static readonly Option Pattern = Option.OneOf("pattern", "clock", "bars") with
    {
        Text = "a moving picture with a clock, or colour bars", Only = NamesNoPattern,
    };

    public static readonly Option Size = Option.OneOf("size", "1280x720", "640x360", "1920x1080") with
    {
        Text = "of the picture", Unit = "pixels",
    };

    public static readonly Option Bitrate = Option.Number("bitrate", 100_000, 50_000_000, example: 4_000_000) with
    {
        Text = "of the video", Unit = "bit/s", Default = "2000000",
    };

    public static readonly Option Driver = Option.OneOf("driver", "v4l2", "alsa") with { Text = "what the device is: video or sound" };

    public static readonly Option SegmentSeconds = Option.Number("segment-seconds", 1, 86_400, example: 3600) with
    {
        Text = "begins a new file after this time, named after its beginning in UTC", Unit = "s", DefaultText = "one file",
    };

    public static readonly Option KeepFree = Option.Number("keep-free", 0, long.MaxValue, example: 10_737_418_240) with
    {
        Text = "ends the recording when less is left on the disk", Unit = "bytes", Default = "536870912",
    };

    private static readonly QueryRule[] FfmpegBuffers =
    [
        .. ((string[])["fifo_size", "overrun_nonfatal", "reuse", "reuseaddr", "timeout", "bitrate", "burst_bits", "broadcast", "connect", "localport"])
            .Select(name => new QueryRule(name, [], "leave it out: it is FFmpeg's, and no FFmpeg is between here")),
    ];

    private static readonly QueryRule SevenPackets = new(
        "pkt_size", ["1316"], "leave it out: datagrams carry 7 packets, which is pkt_size=1316");

    public static readonly QueryRule[] DatagramInputRules =
    [
        .. FfmpegBuffers, new("pkt_size", ["1316", "65535"], "leave it out: datagrams of every size are received"),
        new("ttl", [], "leave it out: who sends says how far"),
        new("block", [], "leave it out, and name the senders to listen to: sources=ADDRESS,ADDRESS"),
    ];

    public static readonly QueryRule[] DatagramOutputRules =
    [
        .. FfmpegBuffers, SevenPackets, new("buffer_size", [], "leave it out: what the kernel has no room for is counted as lost"),
        new("sources", [], "leave it out: receivers say whom they listen to"),
    ];

    public static readonly QueryRule[] SrtRules =
    [
        SevenPackets with { Cure = "leave it out: SRT packets carry 7 packets of MPEG-TS, which is pkt_size=1316" },
        new("payload_size", ["1316"], "leave it out: SRT packets carry 7 packets of MPEG-TS, which is payload_size=1316"),
        new("transtype", ["live", "0"], "leave it out: live is the only one"),
        new("tlpktdrop", ["1", "true"], "leave it out: too late packets are dropped"),
        new("messageapi", ["1", "true"], "leave it out: it is on"),
        new("rcvlatency", [], "write latency-ms: it is for both directions, in milliseconds"),
        new("peerlatency", [], "write latency-ms: it is for both directions, in milliseconds"),
    ];

    public static readonly QueryRule[] RtspRules =
    [
        .. ((string[])["multicast", "udp_multicast", "http", "https"])
            .Select(word => new QueryRule(word, [], "leave it out: the transport is tcp or udp")),
        new("filter_src", [], "leave it out: only datagrams of the server are taken anyway"),
    ];
}
