using StreamActors.Kernel;

namespace StreamActors.Ffmpeg;

/// <summary>
/// RTMP, pulled or published to us. FFmpeg's listener accepts one publisher at a time and only warns about a wrong key; the run ends it for
/// that (<see cref="StderrTriggers"/>). The address is then our own.
/// </summary>
public sealed record RtmpSource(RtmpAddress Address, bool Listen = false) : Source
{
    public bool VerifyTls { get; init; } = true;

    public override string Protocol => Listen ? "rtmp-listener" : Address.Protocol;

    internal override IReadOnlyList<string> Whitelist => Address.Tls ? ["rtmps", "tls", "httpproxy", "tcp"] : ["rtmp", "tcp"];

    internal override bool Tunnels => Address.Tls && !Listen;

    public override Source To(System.Net.IPAddress checkedAddress) =>
        Listen || Address.Tls ? this : this with { Address = Address with { CheckedAddress = checkedAddress } };

    internal override IReadOnlyList<Secret> Secrets => Address.Secrets;

    internal override Secret? PublisherKey => Listen ? Address.Key : null;

    internal override IReadOnlyList<HostPort> Targets => Listen ? [] : [Address.Host];

    internal override IEnumerable<string> Input(FfmpegVersion version) =>
    [
        .. Listen ? ["-listen", "1", "-rtmp_app", Address.Application]
            : (string[])[.. Tokens.Microseconds("rw_timeout", Tokens.PeerTimeout), .. Address.Options],
        .. Address.Tls ? Tokens.Tls(VerifyTls) : [],
        "-f", "live_flv", "-i", Listen ? Address.ListenerUrl : Address.Where,
    ];
}
