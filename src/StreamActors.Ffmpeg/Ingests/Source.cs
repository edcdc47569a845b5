using StreamActors.Kernel;

namespace StreamActors.Ffmpeg;

/// <summary>
/// Where an input's media comes from, as FFmpeg is to fetch it. Each kind answers with the tokens before and after <c>-i</c>;
/// what comes out is always MPEG-TS on stdout.
/// </summary>
public abstract record Source
{
    public Sound Sound { get; init; } = Sound.Copy;

    /// <summary>How much FFmpeg reads before it begins. A source whose tables or key frames come late needs more.</summary>
    public int ProbeBytes { get; init; } = 1_000_000;

    public TimeSpan ProbeTime { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>As the fault table names it.</summary>
    public abstract string Protocol { get; }

    internal virtual IReadOnlyList<Secret> Secrets => [];

    internal virtual IReadOnlyList<HostPort> Targets => [];

    internal virtual Secret? PublisherKey => null;

    /// <summary>Information is worth keeping where it is said once.</summary>
    internal virtual string LogLevel => "level+info";

    internal virtual bool Tunnels => false;

    internal virtual RtspLink? Rtsp => null;

    internal virtual HttpLink? Http => null;

    internal virtual bool HasEnd => false;

    /// <summary>The same, connecting to an address that was judged and to no other of its name; where a gateway does that, as it is.</summary>
    public virtual Source To(System.Net.IPAddress judged) => this;

    /// <summary>The protocols FFmpeg may use for it: a hostile answer must not make it read files.</summary>
    internal abstract IReadOnlyList<string> Whitelist { get; }

    /// <summary>At what speed it is read, and how often.</summary>
    internal virtual IEnumerable<string> Pace => [];

    /// <summary>Options of the input and <c>-i</c> itself.</summary>
    internal abstract IEnumerable<string> Input(FfmpegVersion version);

    /// <summary>What is done with it: copied, unless the source is not coded at all.</summary>
    internal virtual IEnumerable<string> Coding => ["-map", "0:V?", "-map", "0:a?", "-map", "0:s?", .. Tokens.Copy(Sound)];

    public FfmpegPlan Plan(FfmpegVersion version) => new(
        Side.Ingest,
        Protocol,
        [
            .. Tokens.Manners(LogLevel), "-protocol_whitelist", string.Join(',', Whitelist), .. Tokens.Analysis(ProbeBytes, ProbeTime), "-fflags", "+genpts",
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
