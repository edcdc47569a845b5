namespace StreamActors.Ffmpeg;

/// <summary>MPEG-TS in UDP, or in RTP, seven packets to a datagram. The native driver does this for less; here for what only FFmpeg can make.</summary>
public sealed record UdpTarget(HostPort Address, bool Rtp = false) : Target
{
    public int? TimeToLive { get; init; }

    /// <summary>The address of the interface to send from.</summary>
    public string? LocalAddress { get; init; }

    public override string Protocol => Rtp ? "rtp" : "udp";

    internal override bool PassesDamage => true;

    internal override IReadOnlyList<HostPort> Targets => [Address];

    internal override IEnumerable<string> Output(FfmpegVersion version) =>
    [
        .. Tokens.Mpegts.SkipLast(1), Rtp ? "rtp_mpegts" : "mpegts",
        "-pkt_size", "1316", .. Tokens.Option("ttl", TimeToLive), .. Tokens.Option(Rtp ? "local_rtpaddr" : "localaddr", LocalAddress),
        $"{Protocol}://{Address}",
    ];
}
