using StreamActors.Kernel;

namespace StreamActors.Ffmpeg;

/// <summary>SRT, as caller or listener.</summary>
public sealed record SrtTarget(HostPort Address, SrtMode Mode = SrtMode.Caller) : Target
{
    public Secret? Passphrase { get; init; }

    public Secret? StreamId { get; init; }

    public TimeSpan? Latency { get; init; }

    /// <summary>Bits per second.</summary>
    public long? MaxBandwidth { get; init; }

    /// <summary>AES key length in bytes: 16, 24 or 32.</summary>
    public int? KeyLength { get; init; }

    public override string Protocol => Mode == SrtMode.Caller ? "srt" : "srt-listener";

    public override Target To(System.Net.IPAddress checkedAddress) =>
        Mode == SrtMode.Caller ? this with { Address = Address.At(checkedAddress) } : this;

    internal override bool PassesDamage => true;

    internal override IReadOnlyList<Secret> Secrets => [.. new[] { Passphrase, StreamId }.OfType<Secret>()];

    internal override IReadOnlyList<HostPort> Targets => Mode == SrtMode.Caller ? [Address] : [];

    internal override IEnumerable<string> Output(FfmpegVersion version) =>
        [.. Tokens.Mpegts, .. Srt.Options(Mode, Passphrase, StreamId, Latency, KeyLength, MaxBandwidth), $"srt://{Address}"];
}
