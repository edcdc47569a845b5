using StreamActors.Kernel;

namespace StreamActors.Ffmpeg;

/// <summary>What is needed to start one FFmpeg: side, protocol (as in the fault table), arguments, and the secrets to mask.</summary>
public sealed record FfmpegPlan(Side Side, string Protocol, IReadOnlyList<string> Arguments)
{
    public IReadOnlyList<Secret> Secrets { get; init; } = [];

    /// <summary>Hosts that must be allowed before it starts.</summary>
    public IReadOnlyList<HostPort> Targets { get; init; } = [];

    /// <summary>RTMP over TLS: the certificate needs the name, so a gateway connects FFmpeg to the checked address.</summary>
    public bool Tunnels { get; init; }

    /// <summary>Set for HTTP, which a gateway fetches.</summary>
    public HttpLink? Http { get; init; }

    /// <summary>Set for RTSP, which goes through a gateway.</summary>
    public RtspLink? Rtsp { get; init; }

    /// <summary>It reaches its destination over TCP: what the kernel holds for that is not there yet.</summary>
    public bool SendsOverTcp { get; init; }

    /// <summary>Its source has an end, and is not begun again when it is there.</summary>
    public bool HasEnd { get; init; }

    /// <summary>The key a publisher must use; null if any may publish, or the run does not listen.</summary>
    public Secret? PublisherKey { get; init; }

    /// <summary>What is encoded instead of copied, for the operator.</summary>
    public IReadOnlyList<string> Changes { get; init; } = [];

    public override string ToString() => $"{Side} {Protocol}"; // the arguments carry keys and passphrases
}

/// <summary>A host name or address literal, and a port.</summary>
public sealed record HostPort(string Host, int Port)
{
    public HostPort At(System.Net.IPAddress address) => this with { Host = address.ToString() };

    /// <summary>The URL form: an IPv6 literal in brackets.</summary>
    public override string ToString() =>
        Host.Contains(':') ? FormattableString.Invariant($"[{Host.Trim('[', ']')}]:{Port}") : FormattableString.Invariant($"{Host}:{Port}");
}

/// <summary>How audio is coded.</summary>
public enum Sound
{
    Copy,

    /// <summary>Encoded to AAC at 48 kHz, for codecs the destination cannot carry.</summary>
    Aac,
    None,
}
