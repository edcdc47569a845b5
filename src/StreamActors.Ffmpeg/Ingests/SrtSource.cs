using StreamActors.Kernel;

namespace StreamActors.Ffmpeg;

public enum SrtMode
{
    Caller,
    Listener,
}

/// <summary>SRT, as caller or listener. Options are tokens, not URL parameters: a stream id may hold any character.</summary>
public sealed record SrtSource(HostPort Address, SrtMode Mode) : Source
{
    public Secret? Passphrase { get; init; }

    public Secret? StreamId { get; init; }

    public TimeSpan? Latency { get; init; }

    /// <summary>Bits per second.</summary>
    public long? MaxBandwidth { get; init; }

    /// <summary>AES key length in bytes: 16, 24 or 32.</summary>
    public int? KeyLength { get; init; }

    public override string Protocol => Mode == SrtMode.Caller ? "srt" : "srt-listener";

    internal override IReadOnlyList<string> Whitelist => ["srt", "udp"];

    public override Source To(System.Net.IPAddress checkedAddress) =>
        Mode == SrtMode.Caller ? this with { Address = Address.At(checkedAddress) } : this;

    internal override IReadOnlyList<Secret> Secrets => [.. new[] { Passphrase, StreamId }.OfType<Secret>()];

    internal override IReadOnlyList<HostPort> Targets => Mode == SrtMode.Caller ? [Address] : [];

    internal override IEnumerable<string> Input(FfmpegVersion version) =>
        [.. Srt.Options(Mode, Passphrase, StreamId, Latency, KeyLength, MaxBandwidth), "-f", "mpegts", "-i", $"srt://{Address}"];
}
