using StreamActors.Kernel;

namespace StreamActors.Ffmpeg;

/// <summary>RTSP to a server that accepts publishers (ANNOUNCE, RECORD).</summary>
public sealed record RtspTarget : Target
{
    /// <summary>AAC in MPEG-TS has no header that RTSP could announce, so audio is re-encoded by default.</summary>
    public RtspTarget(RtspLink link)
    {
        Link = link with { Publishes = true };
        Sound = Sound.Aac;
    }

    public RtspLink Link { get; }

    public override string Protocol => RtspLink.Scheme;

    internal override bool SendsOverTcp => true;

    internal override IReadOnlyList<Secret> Secrets => Link.Secrets;

    internal override IReadOnlyList<HostPort> Targets => [Link.Host];

    internal override IEnumerable<string> Tracks => ["-map", "0:V?", "-map", "0:a?"];

    internal override RtspLink Rtsp => Link;

    internal override IEnumerable<string> Output(FfmpegVersion version) =>
        ["-f", "rtsp", "-rtsp_transport", "tcp", .. Tokens.Microseconds("timeout", Tokens.PeerTimeout), Link.Url];
}
