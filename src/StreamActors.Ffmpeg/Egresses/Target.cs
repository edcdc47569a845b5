using StreamActors.Kernel;

namespace StreamActors.Ffmpeg;

/// <summary>The destination of an output, as FFmpeg's arguments. Its input is always MPEG-TS from the relay, on stdin.</summary>
public abstract record Target
{
    public Sound Sound { get; init; } = Sound.Copy;

    /// <summary>The one program to carry; null if the stream has only one.</summary>
    public int? Program { get; init; }

    /// <summary>The audio is known to be AAC.</summary>
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

    /// <summary>The same target pinned to the address that was checked; unchanged where a gateway does the connecting.</summary>
    public virtual Target To(System.Net.IPAddress checkedAddress) => this;

    /// <summary>
    /// A damaged unit is passed on. False for formats other than MPEG-TS, which drop it: FFmpeg ends at the first audio unit without its
    /// header.
    /// </summary>
    internal virtual bool PassesDamage => false;

    /// <summary>The tracks this destination can take.</summary>
    internal virtual IEnumerable<string> Tracks => ["-map", "0:V?", "-map", "0:a?", "-map", "0:s?"];

    /// <summary>The format, the protocol's options and the address.</summary>
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
        Program is { } number && token.StartsWith("0:", StringComparison.Ordinal)
        ? FormattableString.Invariant($"0:p:{number}:{token[2..]}") : token;
}
