using System.Globalization;
using System.Net;
using StreamActors.Domain.Addresses;
using StreamActors.Wire;

namespace StreamActors.Control;

/// <summary>What to enter in an encoder, such as OBS, to publish to an input.</summary>
internal static class PublishAddress
{
    private const string Elsewhere = "as given in the secret 'key' of this input; it is not shown again";

    /// <param name="srtPort">The one that inputs share.</param>
    /// <returns>Null unless the input waits for publishers on a port that it shares with others.</returns>
    public static PublishView? Of(string id, Address address, int srtPort)
    {
        if (Protocols.OfUrl(address.Url, isIngest: true) is not { AlwaysListens: false } protocol
            || !protocol.IsListener(address.Options) || UrlParts.Parse(address.Url, out var url) is not null)
            return null;
        return protocol.IsOnSharedPort(url, address.Options) ? OfSrt(id, address, url.Scheme, srtPort)
            : protocol.ListensOnUdp ? null : OfRtmp(address, protocol, url);
    }

    private static PublishView OfRtmp(Address address, Protocol protocol, UrlParts url)
    {
        var host = url.Host.Length == 0 || (url.Ip is { } ip && (ip.Equals(IPAddress.Any) || ip.Equals(IPAddress.IPv6Any))) ? "HOST"
            : url.Host;
        var query = address.Secrets.ContainsKey("query") ? "?***" : "";
        return new PublishView(
            $"{url.Scheme}://{host}:{url.Port ?? protocol.DefaultPort}/{url.Path.Trim('/')}{query}",
            address.Secrets.ContainsKey("key") ? Elsewhere
                : url.Path.Trim('/').Contains('/') ? "none: the last part of the server's URL is the key" : "any");
    }

    /// <summary>OBS and FFmpeg take the latency in microseconds, vMix in milliseconds.</summary>
    private static PublishView OfSrt(string id, Address address, string scheme, int port)
    {
        var (hasKey, hasPassphrase) = (address.Secrets.ContainsKey("key"), address.Secrets.ContainsKey("passphrase"));
        var (streamId, latency) = ($"publish:{id}{(hasKey ? ":KEY" : "")}", address.Options.GetValueOrDefault("latency-ms") ?? "120");
        var server = string.Create(CultureInfo.InvariantCulture,
            $"{scheme}://HOST:{port}?streamid={streamId}&latency={latency}000{(hasPassphrase ? "&passphrase=PASSPHRASE" : "")}");
        return new PublishView(server, (hasKey, hasPassphrase) switch
        {
            (true, true) => "none; KEY and PASSPHRASE are secrets of this input and are not shown again",
            (true, false) => "none; KEY is the secret 'key' of this input and is not shown again",
            (false, true) => "none; PASSPHRASE is a secret of this input and is not shown again",
            _ => "none",
        })
        {
            Ffmpeg = $"ffmpeg -re -i FILE -c copy -f mpegts \"{server}&pkt_size=1316\"",
            Vmix = string.Create(CultureInfo.InvariantCulture, $"type Caller, hostname HOST, port {port}, latency {latency}, "
                + $"stream ID {streamId}{(hasPassphrase ? ", passphrase PASSPHRASE" : "")}"),
        };
    }
}
