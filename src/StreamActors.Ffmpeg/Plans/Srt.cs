using StreamActors.Kernel;

namespace StreamActors.Ffmpeg;

/// <summary>Options shared by SRT sources and targets.</summary>
internal static class Srt
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(5);

    internal static IEnumerable<string> Options(
        SrtMode mode, Secret? passphrase, Secret? streamId, TimeSpan? latency, int? keyLength, long? maxBandwidth) =>
    [
        "-mode", mode == SrtMode.Caller ? "caller" : "listener",
        .. mode == SrtMode.Caller ? Tokens.Option("connect_timeout", (long)ConnectTimeout.TotalMilliseconds) : [],
        .. Tokens.Option("passphrase", passphrase?.Reveal()),
        .. Tokens.Option("pbkeylen", keyLength),
        .. Tokens.Option("srt_streamid", streamId?.Reveal()), // -streamid is an option of the ffmpeg program itself
        .. Tokens.Microseconds("latency", latency),
        .. Tokens.Option("maxbw", maxBandwidth / 8),
    ];
}
