using StreamActors.Kernel;

namespace StreamActors.Ffmpeg;

/// <summary>
/// RTMP or RTMPS to a platform. FLV carries one video and one audio track; FFmpeg inserts the ADTS filter itself (naming it for audio that
/// is not AAC would make FFmpeg refuse MP3).
/// </summary>
public sealed record RtmpTarget(RtmpAddress Address) : Target
{
    public bool VerifyTls { get; init; } = true;

    public override string Protocol => Address.Protocol;

    internal override bool Tunnels => Address.Tls;

    internal override bool SendsOverTcp => true;

    public override Target To(System.Net.IPAddress checkedAddress) =>
        Address.Tls ? this : this with { Address = Address with { CheckedAddress = checkedAddress } };

    internal override IReadOnlyList<Secret> Secrets => Address.Secrets;

    internal override IReadOnlyList<HostPort> Targets => [Address.Host];

    internal override IEnumerable<string> Tracks => ["-map", "0:V:0?", "-map", "0:a:0?"];

    internal override IEnumerable<string> Output(FfmpegVersion version) =>
    [
        // Named explicitly, the filter drops AAC without its header; inserted by FLV itself, it ends FFmpeg.
        .. SoundIsAac ? (string[])["-bsf:a", "aac_adtstoasc"] : [],
        "-f", "flv", "-flvflags", "no_duration_filesize", "-flush_packets", "1", "-max_interleave_delta", "1000000",
        .. Tokens.Microseconds("rw_timeout", Tokens.PeerTimeout),
        .. Address.Options,
        .. Address.Tls ? Tokens.Tls(VerifyTls) : [],
        Address.Where,
    ];
}
