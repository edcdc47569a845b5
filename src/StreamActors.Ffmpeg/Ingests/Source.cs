using StreamActors.Kernel;

namespace StreamActors.Ffmpeg;

/// <summary>The source of an input, as FFmpeg's arguments before and after <c>-i</c>; the output is always MPEG-TS on stdout.</summary>
public abstract record Source
{
    public Sound Sound { get; init; } = Sound.Copy;

    /// <summary>How much FFmpeg probes before it starts. A source with late tables or key frames needs more.</summary>
    public int ProbeBytes { get; init; } = 1_000_000;

    public TimeSpan ProbeTime { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Its name in the fault table.</summary>
    public abstract string Protocol { get; }

    internal virtual IReadOnlyList<Secret> Secrets => [];

    internal virtual IReadOnlyList<HostPort> Targets => [];

    internal virtual Secret? PublisherKey => null;

    /// <summary>Info level: most of it is logged only once.</summary>
    internal virtual string LogLevel => "level+info";

    internal virtual bool Tunnels => false;

    internal virtual RtspLink? Rtsp => null;

    internal virtual HttpLink? Http => null;

    internal virtual bool HasEnd => false;

    /// <summary>The same source pinned to the address that was checked; unchanged where a gateway does the connecting.</summary>
    public virtual Source To(System.Net.IPAddress checkedAddress) => this;

    /// <summary>The protocols FFmpeg may use for it: a hostile answer must not make it read files.</summary>
    internal abstract IReadOnlyList<string> Whitelist { get; }

    /// <summary>The reading speed and looping.</summary>
    internal virtual IEnumerable<string> Pace => [];

    /// <summary>The input's options and <c>-i</c> itself.</summary>
    internal abstract IEnumerable<string> Input(FfmpegVersion version);

    /// <summary>Mapping and codecs: copied, unless the source is raw.</summary>
    internal virtual IEnumerable<string> Coding => ["-map", "0:V?", "-map", "0:a?", "-map", "0:s?", .. Tokens.Copy(Sound)];

    public FfmpegPlan Plan(FfmpegVersion version) => new(
        Side.Ingest,
        Protocol,
        [
            .. Tokens.Manners(LogLevel), "-protocol_whitelist", string.Join(',', Whitelist), .. Tokens.Analysis(ProbeBytes, ProbeTime),
            "-fflags", "+genpts",
            .. Pace, .. Input(version), .. Coding, .. Tokens.Mpegts, "pipe:1",
        ])
    {
        Secrets = Secrets,
        Targets = Targets,
        PublisherKey = PublisherKey,
        Tunnels = Tunnels,
        Rtsp = Rtsp,
        Http = Http,
        HasEnd = HasEnd,
        Changes = Tokens.Changes(Sound),
    };
}
