namespace StreamActors.Ffmpeg;

/// <summary>MPEG-TS over UDP or RTP, seven packets per datagram; for streams that the native driver cannot send.</summary>
public sealed record UdpTarget(HostPort Address, bool Rtp = false) : Target
{
    public int? TimeToLive { get; init; }

    /// <summary>The local interface address to send from.</summary>
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
