using System.Net;
using StreamActors.Media.Srt;

namespace StreamActors.Streaming;

/// <summary>Where an SRT connection is made.</summary>
/// <param name="Address">Of the peer that is called, after its check, or ours to listen on.</param>
internal sealed record SrtLink(bool Listens, IPEndPoint Address);

/// <summary>Turns an SRT address into the settings of its connection.</summary>
internal static class SrtPlans
{
    public const string Name = "srt";

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

    /// <summary>Of an input on the shared port.</summary>
    public static SrtRoute Route(OpenedAddress address) =>
        new(address.Secret("key")?.Reveal(), address.Is("any-publisher", "true"), address.Is("second-publisher", "take-over"),
            Options(address));

    /// <exception cref="NotStartedException">The shared port is not to be had.</exception>
    public static PublisherIngest Start(RelayHost host, SrtSharedPort port, OpenedAddress address, InputLanding landing)
    {
        var route = Route(address);
        return PublisherIngest.Start(host, landing, ingest => port.Open(route, ingest));
    }

    /// <returns>Why FFmpeg has to do it, with the cure; null if it need not.</returns>
    public static string? WhyNotNative(OpenedAddress address) => WhyNotNative(address, SrtLibrary.WhyNot);

    /// <param name="missing">Why libsrt cannot be used; null if it can.</param>
    public static string? WhyNotNative(OpenedAddress address, string? missing) => address.Option("program") is { } program
        ? $"program={program} needs FFmpeg, and without it all programs are sent. Leave one of both out."
        : missing is null ? null : $"{missing} Install it, or set driver=ffmpeg.";
}
