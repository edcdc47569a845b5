namespace StreamActors.Domain.Addresses;

/// <summary>What one protocol asks of an address, for one direction.</summary>
public sealed record Protocol(string Name)
{
    public bool NeedsHost { get; init; } = true;

    public bool NeedsPort { get; init; }

    public bool NeedsPath { get; init; }

    public bool AllowsUser { get; init; }

    public bool AllowsMulticast { get; init; }

    public IReadOnlyList<Option> Options { get; init; } = [];

    /// <summary>Secrets by name, each with the rule for its clear text (checked at the edge, where it is still clear).</summary>
    public IReadOnlyList<Option> Secrets { get; init; } = [];

    public bool NeedsKey { get; init; }

    private static readonly Option Ttl = Option.Number("ttl", 1, 255);
    private static readonly Option Interface = Option.Text("interface", 64);
    private static readonly Option MaxHold = Option.Number("max-hold-ms", 0, 20);
    private static readonly Option Program = Option.Number("program", 1, 65_535);
    private static readonly Option Passphrase = new("passphrase", p => p.Length is >= 10 and <= 79, "10 to 79 characters");
    private static readonly Option StreamId = Option.Text("streamid", 512);
    private static readonly Option Password = Option.Text("password", 512);
    private static readonly Option Key = Option.Text("key", 512);
    private static readonly Option[] Srt =
        [Option.Number("latency-ms", 20, 8000), Option.OneOf("key-length", "16", "24", "32"), Option.OneOf("mode", "caller", "listener")];

    private static readonly Protocol[] Ingests =
    [
        new("udp") { NeedsHost = false, NeedsPort = true, AllowsMulticast = true, Options = [Interface, Option.Ips("sources"), Option.Number("receive-buffer", 65_536, 268_435_456)] },
        new("rtp")
        {
            NeedsHost = false, NeedsPort = true, AllowsMulticast = true,
            Options = [Interface, Option.Ips("sources"), Option.Number("receive-buffer", 65_536, 268_435_456), Option.Number("reorder-ms", 0, 1000)],
        },
        new("srt") { NeedsHost = false, NeedsPort = true, Options = Srt, Secrets = [Passphrase, StreamId] },
        new("rtmp") { NeedsPath = true, AllowsUser = true, Options = [Option.OneOf("mode", "pull", "listen")], Secrets = [Key, Password] },
        new("rtmps") { NeedsPath = true, AllowsUser = true, Secrets = [Key, Password] },
        new("rtsp") { AllowsUser = true, Options = [Option.OneOf("transport", "tcp", "udp")], Secrets = [Password] },
        new("http") { AllowsUser = true, Options = [Option.Text("user-agent", 200)], Secrets = [Password] },
        new("https") { AllowsUser = true, Options = [Option.Text("user-agent", 200)], Secrets = [Password] },
        new("file") { NeedsHost = false, NeedsPath = true, Options = [Option.OneOf("loop", "true", "false")] },
        new("test") { NeedsHost = false, Options = [Option.OneOf("pattern", "bars", "clock"), Option.OneOf("size", "640x360", "1280x720", "1920x1080"), Option.Number("bitrate", 100_000, 50_000_000)] },
        new("capture") { NeedsHost = false, NeedsPath = true, Options = [Option.OneOf("driver", "v4l2", "alsa")] },
    ];

    private static readonly Protocol[] Egresses =
    [
        new("udp") { NeedsPort = true, AllowsMulticast = true, Options = [Ttl, Interface, MaxHold] },
        new("rtp") { NeedsPort = true, AllowsMulticast = true, Options = [Ttl, Interface, MaxHold] },
        new("srt") { NeedsHost = false, NeedsPort = true, Options = [.. Srt, Program], Secrets = [Passphrase, StreamId] },
        new("rtmp") { NeedsPath = true, NeedsKey = true, AllowsUser = true, Options = [Program], Secrets = [Key, Password] },
        new("rtmps") { NeedsPath = true, NeedsKey = true, AllowsUser = true, Options = [Program], Secrets = [Key, Password] },
        new("rtsp") { NeedsPath = true, AllowsUser = true, Options = [Option.OneOf("transport", "tcp", "udp"), Program], Secrets = [Password] },
        new("file") { NeedsHost = false, NeedsPath = true, Options = [Option.Number("segment-seconds", 1, 86_400), Option.Number("keep-free", 0, long.MaxValue), Program] },
    ];

    public static IReadOnlyList<string> Names(bool isIngest) => [.. (isIngest ? Ingests : Egresses).Select(p => p.Name)];

    public static Protocol? Find(string scheme, bool isIngest) =>
        (isIngest ? Ingests : Egresses).FirstOrDefault(p => string.Equals(p.Name, scheme, StringComparison.OrdinalIgnoreCase));
}
