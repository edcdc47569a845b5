using System.Net;
using StreamActors.Media.Srt;

namespace StreamActors.Streaming;

/// <summary>Where an SRT connection is made.</summary>
/// <param name="Address">Of the peer that is called, after its check, or ours to listen on.</param>
internal sealed record SrtLink(bool Listens, IPEndPoint Address);

/// <summary>Turns an SRT address into the settings of its connection.</summary>
internal static class SrtPlans
{
    public static bool IsRendezvous(OpenedAddress address) => address.Is("mode", "rendezvous");

    public static SrtOptions Options(OpenedAddress address, bool onlySends = false) => new()
    {
        Passphrase = address.Secret("passphrase")?.Reveal(),
        StreamId = address.Secret("streamid")?.Reveal(),
        KeyLength = address.Number("key-length"),
        Latency = address.Milliseconds("latency-ms"),
        MaxBandwidth = address.Size("max-bandwidth"),
        Rendezvous = IsRendezvous(address),
        OnlySends = onlySends,
    };

    /// <returns>Why FFmpeg has to do it, with the cure; null if it need not.</returns>
    public static string? WhyNotNative(OpenedAddress address) => WhyNotNative(address, SrtLibrary.WhyNot);

    /// <param name="missing">Why libsrt cannot be used; null if it can.</param>
    public static string? WhyNotNative(OpenedAddress address, string? missing) => address.Option("program") is { } program
        ? $"program={program} needs FFmpeg, and without it all programs are sent. Leave one of both out."
        : missing is null ? null : $"{missing} Install it, or set driver=ffmpeg.";
}
