using StreamActors.Kernel;

namespace StreamActors.Ffmpeg;

/// <summary>
/// All that is needed to start one FFmpeg: which side, the protocol as the fault table names it, the tokens, and what may never be printed of them.
/// </summary>
public sealed record FfmpegPlan(Side Side, string Protocol, IReadOnlyList<string> Arguments)
{
    public IReadOnlyList<Secret> Secrets { get; init; } = [];

    /// <summary>What must be reachable, and allowed, before it starts.</summary>
    public IReadOnlyList<HostPort> Targets { get; init; } = [];

    /// <summary>RTMP over TLS: the name is needed for the certificate, so the judged address is connected to by a gateway that FFmpeg goes through.</summary>
    public bool Tunnels { get; init; }

    /// <summary>It speaks HTTP, through a gateway that fetches for it.</summary>
    public HttpLink? Http { get; init; }

    /// <summary>It speaks RTSP, through a gateway that does too.</summary>
    public RtspLink? Rtsp { get; init; }

    /// <summary>It reaches its destination over TCP: what the kernel holds for that is not there yet.</summary>
    public bool SendsOverTcp { get; init; }

    /// <summary>Its source has an end, and is not begun again when it is there.</summary>
    public bool HasEnd { get; init; }

    /// <summary>The key a publisher must come with; null where any may come, or none comes.</summary>
    public Secret? PublisherKey { get; init; }

    /// <summary>What is not copied, in words, for the operator to see.</summary>
    public IReadOnlyList<string> Changes { get; init; } = [];

    public override string ToString() => $"{Side} {Protocol}"; // the arguments carry keys and passphrases
}

/// <summary>A host name or address literal, and a port.</summary>
public sealed record HostPort(string Host, int Port)
{
    public HostPort At(System.Net.IPAddress address) => this with { Host = address.ToString() };

    /// <summary>As it stands in a URL: an IPv6 literal in brackets.</summary>
    public override string ToString() => Host.Contains(':') ? FormattableString.Invariant($"[{Host.Trim('[', ']')}]:{Port}") : FormattableString.Invariant($"{Host}:{Port}");
}

/// <summary>Tracks that cannot be copied as they are.</summary>
public enum Sound
{
    Copy,

    /// <summary>Encoded to AAC, stereo or as it was, 48 kHz: for codecs that the way out cannot carry.</summary>
    Aac,
    None,
}
