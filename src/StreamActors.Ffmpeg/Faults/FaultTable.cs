using static StreamActors.Domain.Workloads.ErrorClass;

namespace StreamActors.Ffmpeg;

/// <summary>
/// FFmpeg's messages and their meaning, most specific first: an earlier rule wins over any line matched by a later one. The texts are those
/// of FFmpeg 5.1 and libsrt 1.5, each provoked (tests/…/Faults/texts); newer versions only change the prefix in brackets.
/// </summary>
internal static class FaultTable
{
    internal static readonly IReadOnlyList<FaultRule> Rules =
    [
        // Machine resources.
        new("Cannot allocate memory|malloc of size|Out of memory|failed to map segment", Resources,
            "FFmpeg has run out of memory: the machine's, or this workload's limit."),
        new("No space left on device|Disk quota exceeded", Resources, "The disk is full."),
        new("Too many open files|Resource temporarily unavailable", Resources, "The system's limit on open files or processes is reached."),
        new("OpenEncodeSessionEx failed|No capable devices found", Resources, "The graphics card has no free encoder session."),
        new("error while loading shared libraries: (.*)", Bug, "The installation of FFmpeg is incomplete: {0}."),

        // Authentication.
        new("Already publishing|Publish.BadName|stream is already (?:published|in use)", RefusedAuth,
            "The destination says that this stream is already being published, often by our own earlier connection.",
            Out) { MayBeOurselves = true },
        // FFmpeg warns about the stream name of every publisher, also the right one: the run checks it (LiveSign).
        new("App field don't match up", EndedByPeer, "A publisher with a wrong application or key was turned away.", In),
        new("Incorrect passphrase|BADSECRET", RefusedAuth, "The other side has a different SRT passphrase."),
        new("Password required or unexpected|UNSECURE", RefusedAuth, "One side has an SRT passphrase and the other has none."),
        new("REJECT reported from HS processing: (.*) - not", RefusedAuth, "The other side refused the SRT connection: {0}."),
        new("Unable to open key file", RefusedAuth, "The decryption key of the playlist's segments is refused or missing.", In),
        new("401 Unauthorized|authorization failed", RefusedAuth,
            "The other side requires a user name and password, or does not accept these (401 Unauthorized)."),
        new("403 Forbidden|access denied", RefusedAuth, "The other side forbids access (403 Forbidden)."),
        new("certificate|x509", RefusedAuth,
            "The other side's TLS certificate is not trusted: it is self-signed, expired, or for another name.", Tls),
        new(
            "No credentials set|Incorrect username|Authentication failed|authmod=",
            RefusedAuth, "The RTMP server requires a user name and password, or does not accept these.", Rtmp),
        new(@"Server error: (.*)", RefusedAuth, "The destination refused the stream: {0}.",
            runOutcome => Out(runOutcome) && Rtmp(runOutcome)),
        new(@"Server error: (.*)", NotFound, "The server does not play this stream: {0}.",
            runOutcome => In(runOutcome) && Rtmp(runOutcome)),

        // Address and request.
        new("Protocol not found", BadUrl, "This FFmpeg does not support the protocol."),
        new("Port missing in uri", BadUrl, "The address has no port."),
        new("failed to set option SRTO_PASSPHRASE", BadUrl, "An SRT passphrase has 10 to 79 characters."),
        new("failed to set option (SRTO_[A-Z]*)", BadUrl, "SRT does not accept the value of {0}."),
        new("Protocol '([a-z0-9]*)' not on whitelist", BadUrl, "The source leads to '{0}', which this kind of input may not use."),
        new("Format not on whitelist", BadUrl,
            "Files of this format are not played: it is none of MPEG-TS, MP4, Matroska, FLV and the like, or a playlist or script, "
                + "which names other files."),
        new("is not in allowed_(?:segment_)?extensions|Filename extension of .* is not a common", BadUrl,
            "The playlist names something that is not a media file."),
        new("method [A-Z]* failed: 461", BadUrl, "The server does not offer this RTSP transport; try the other one (TCP or UDP)."),
        new("404 Not Found|StreamNotFound|410 Gone", NotFound, "The stream was not found (any more, or yet)."),
        new("No such file or directory", NotFound, "There is no such file or folder.", Files),
        new("Permission denied", BadUrl, "The server has no right to that file or folder.", Files),
        new("Is a directory|Not a directory", BadUrl, "The path is a folder where a file is needed, or the reverse.", Files),
        new("Permission denied", BadUrl, "The system does not allow this port or address."),
        new(@"No such (?:device|file or directory)|Cannot find a proper format|cannot open (?:audio|video) device", NotFound,
            "There is no such capture device.", runOutcome => runOutcome.Protocol == "capture"),
        new("Device or resource busy", Network, "The capture device is in use by another program."),

        // Codecs.
        new("codec ([a-z0-9_]*) not compatible with flv", Codec, "RTMP cannot carry the codec {0}."),
        new("Tag .* incompatible with output codec id|codec not currently supported in container|Could not find tag for codec", Codec,
            "The destination's format cannot carry one of the stream's codecs."),
        new("Stream [0-9]*, codec ([a-z0-9_]*), is muxed as a private data", Codec, "MPEG-TS cannot carry the codec {0}: transcode it."),
        new("AAC with no global headers", Codec, "RTSP cannot carry AAC copied from MPEG-TS: transcode the audio to AAC."),
        new("Unknown encoder '([^']*)'", Codec, "This FFmpeg has no encoder {0}."),
        new("Error while opening encoder|Cannot load lib(cuda|nvcuvid)|No VA display found|initializing an internal MFX session", Codec,
            "The encoder cannot be opened on this machine."),
        new("does not contain any stream|matches no streams", Codec, "The stream has neither video nor audio.", In),
        new("pipe:0: |does not contain any stream|matches no streams", InputLost, "The input has no stream that FFmpeg can read.",
            runOutcome => Out(runOutcome) && !runOutcome.MediaSeen),

        // Our own arguments.
        new("Unrecognized option '([^']*)'|Option ([a-z_]*) not found|Error splitting the argument list|Error parsing (?:options|global "
            + "options)", Bug, "This FFmpeg does not support an option ({0})."),

        // Network.
        new("Address already in use", Network, "The port is in use by another program on this machine."),
        new("Cannot assign requested address", Network, "The address to listen on, or to send from, is not an address of this machine."),
        new("Failed to resolve hostname ([^:]*)", Network, "The name {0} cannot be resolved."),
        new("Name or service not known|Temporary failure in name resolution", Network, "The other side's name cannot be resolved."),
        new("Connection refused", Network, "Connection refused: nothing listens at that address and port."),
        new("No route to host|Network is unreachable|Host is unreachable|Network is down", Network,
            "There is no route through the network to the other side."),
        new("5XX Server Error|(error|failed:) 50[0-9] [A-Z]", Network, "The server answers with an internal error (5xx)."),
        new("429 Too Many|Too Many Requests", Network, "The server limits the rate of requests (429 Too Many Requests)."),
        new("Connection timed out|Operation timed out", Stalled, "The other side stopped answering in the middle of the stream.",
            runOutcome => runOutcome.MediaSeen),
        new("Connection timed out|Operation timed out", NotFound, "No publisher has connected yet.",
            runOutcome => In(runOutcome) && runOutcome.Protocol == "srt-listener"),
        new("Connection timed out|Operation timed out|Cannot read RTMP handshake", Network, "The other side does not answer."),
        new("Connection to .* failed", Network, "The other side does not answer.",
            runOutcome => runOutcome.Protocol.StartsWith("srt", StringComparison.Ordinal)),
        new("unexpected TLS packet|TLS handshake|TLS fatal alert|pull function|push function", Network,
            "The TLS handshake failed; the port may be one without TLS.", Tls),

        // The end of a running stream.
        new("Connection reset by peer|Broken pipe|Stream ends prematurely|End of file|EOF", EndedByPeer,
            "The other side closed the connection."),
        new("Input/output error", EndedByPeer, "The publisher ended its stream, or the connection was lost.",
            runOutcome => runOutcome.MediaSeen && runOutcome.Protocol == "rtmp-listener"),
        new("Input/output error", EndedByPeer, "The other side closed the connection, or it was lost.",
            runOutcome => runOutcome.MediaSeen || runOutcome.Protocol == "rtmp-listener"),
        new(@"rtmps?://[^ ]*: Input/output error", Network, "The destination accepted the connection and then did not answer.", IsSilent),
        new(@"rtmps?://[^ ]*: Input/output error", RefusedAuth,
            "The destination closed the connection instead of taking the stream: mostly a wrong key or application.",
            runOutcome => Out(runOutcome) && Rtmp(runOutcome)),
        new("Input/output error", NotFound, "The server closed the connection instead of playing: the stream does not exist (yet).",
            runOutcome => In(runOutcome) && Rtmp(runOutcome)),
        new("method ([A-Z]* failed: [0-9]{3} .*)", NotFound, "The server answered: {0}."),
        new("Server returned (4XX.*|400.*)", NotFound, "The server does not accept the request (4xx)."),
        new("Invalid data found when processing input", EndedByPeer, "The server closed the connection, or did not answer in time.",
            runOutcome => runOutcome.Protocol == "rtsp"),
        // A start between two key frames misses the parameters; the next start mostly succeeds.
        new("Could not write header", Bug,
            "FFmpeg could not start the output: the picture size or the sample rate of the stream was missing, or not seen in time."),
        new("could not find codec parameters|Invalid data found when processing input|Could not detect TS packet size", NotFound,
            "The source sends no stream that FFmpeg can read (yet).", In),
        new("Input/output error", Network, "The connection could not be made, or was lost."),
        new("Invalid argument", BadUrl, "FFmpeg does not accept the address."),

        // Mostly a warning about one track: it is the cause only if nothing else was logged.
        new("could not find codec parameters", InputLost, "The input has no stream that FFmpeg can read.",
            runOutcome => Out(runOutcome) && !runOutcome.MediaSeen),

        // Warnings about the input, logged at any time: they are the cause only if nothing else was logged.
        new(
            "Error parsing ADTS frame header|AAC bitstream not in ADTS format|H.264 bitstream malformed|PES packet size mismatch|Packet "
                + "corrupt",
            DamagedInput,
            "The input is damaged: packets are missing, and FFmpeg could not go on.",
            runOutcome => Out(runOutcome) && runOutcome.MediaSeen),
    ];

    private static bool In(RunOutcome runOutcome) => runOutcome.Side == Side.Ingest;

    private static bool Out(RunOutcome runOutcome) => runOutcome.Side == Side.Egress;

    private static bool Rtmp(RunOutcome runOutcome) => runOutcome.Protocol.StartsWith("rtmp", StringComparison.Ordinal);

    /// <summary>FFmpeg ended only after its timeout for a silent peer; a server that rejects a key closes at once.</summary>
    private static bool IsSilent(RunOutcome runOutcome) =>
        Out(runOutcome) && Rtmp(runOutcome) && !runOutcome.MediaSeen && runOutcome.Lived >= Tokens.PeerTimeout;

    private static bool Tls(RunOutcome runOutcome) => runOutcome.Protocol is "rtmps"; // for HTTP the gateway does TLS

    private static bool Files(RunOutcome runOutcome) => runOutcome.Protocol is "file";
}
