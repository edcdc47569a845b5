using StreamActors.Kernel;

namespace StreamActors.Ffmpeg;

/// <summary>Where an output's media goes, as FFmpeg is to bring it there. What goes in is always MPEG-TS from the relay, on stdin.</summary>
public abstract record Target
{
    public Sound Sound { get; init; } = Sound.Copy;

    /// <summary>The one program that is carried; null where the stream has no other.</summary>
    public int? Program { get; init; }

    /// <summary>Its sound is known to be AAC.</summary>
    public bool SoundIsAac { get; init; }

    public int ProbeBytes { get; init; } = 1_000_000;

    public TimeSpan ProbeTime { get; init; } = TimeSpan.FromMilliseconds(500);

    public abstract string Protocol { get; }

    internal virtual IReadOnlyList<Secret> Secrets => [];

    internal virtual string LogLevel => "level+info";

    internal virtual IReadOnlyList<HostPort> Targets => [];

    internal virtual bool Tunnels => false;

    internal virtual bool SendsOverTcp => false;

    internal virtual RtspLink? Rtsp => null;

    /// <summary>The same, connecting to an address that was judged and to no other of its name; where a gateway does that, as it is.</summary>
    public virtual Target To(System.Net.IPAddress judged) => this;

    /// <summary>
    /// A unit with packets missing is passed on as it is. Where the format is not MPEG-TS, it is left out: FFmpeg ends at the first
    /// sound that has lost its header.
    /// </summary>
    internal virtual bool PassesDamage => false;

    /// <summary>Which tracks the destination can take.</summary>
    internal virtual IEnumerable<string> Tracks => ["-map", "0:V?", "-map", "0:a?", "-map", "0:s?"];

    /// <summary>The format, the options of the protocol, and the address.</summary>
    internal abstract IEnumerable<string> Output(FfmpegVersion version);

    public FfmpegPlan Plan(FfmpegVersion version) => new(
        Side.Egress,
        Protocol,
        [
            .. Tokens.Manners(LogLevel), "-protocol_whitelist", "pipe", .. Tokens.Analysis(ProbeBytes, ProbeTime),
            .. PassesDamage ? [] : (string[])["-fflags", "+discardcorrupt"], "-f", "mpegts", "-i", "pipe:0",
            .. Tracks.Select(OfProgram), .. Tokens.Copy(Sound), .. Output(version),
        ])
    {
        Secrets = Secrets,
        Targets = Targets,
        Tunnels = Tunnels,
        SendsOverTcp = SendsOverTcp,
        Rtsp = Rtsp,
        Changes = Tokens.Changes(Sound),
    };

    private string OfProgram(string token) =>
        Program is { } number && token.StartsWith("0:", StringComparison.Ordinal) ? FormattableString.Invariant($"0:p:{number}:{token[2..]}") : token;
}
