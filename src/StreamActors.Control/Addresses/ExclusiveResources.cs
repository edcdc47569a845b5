using System.Globalization;
using System.Net;
using StreamActors.Domain.Addresses;
using StreamActors.Domain.Reservations;
using StreamActors.Kernel;

namespace StreamActors.Control;

/// <summary>What an address claims exclusively: a port it listens on, a destination it sends to.</summary>
internal static class ExclusiveResources
{
    /// <summary>
    /// SRT listens on UDP, so its port is a UDP port. Multicast groups can share a port, since their sockets are bound to the group: each
    /// has its own reservation. Native RTMP inputs share one too: each claims its application and key there.
    /// </summary>
    public static ReservationId? Port(IKeyedHash hash, string address, IReadOnlyDictionary<string, string> options,
        IReadOnlyList<(string Name, Secret Clear)> secrets, bool isIngest)
    {
        if (UrlParts.Parse(address, out var url) is not null || Protocols.Find(url.Scheme, isIngest) is not { } protocol)
            return null;
        if (!protocol.IsListener(options) || (url.Port ?? protocol.DefaultPort) is not { } port)
            return null;
        if (!protocol.ListensOnUdp && protocol.IsNativeListener(url, options))
        {
            var application = url.Path.Trim('/') + secrets.FirstOrDefault(s => s.Name == "query").Clear?.Reveal();
            return ReservationId.RtmpKey(port, hash.Hash($"{application}/{secrets.FirstOrDefault(s => s.Name == "key").Clear?.Reveal()}"));
        }
        return !protocol.ListensOnUdp ? ReservationId.RtmpPort(port)
            : url.Ip is { } ip && AddressRules.IsMulticast(ip) ? ReservationId.UdpGroup(ip, port)
            : ReservationId.UdpPort(port);
    }

    /// <summary>The TCP port where an input waits for publishers, and whether others can share it; null: no such input.</summary>
    public static (int Port, bool IsShared)? PublisherPort(string address, IReadOnlyDictionary<string, string> options) =>
        Protocols.OfUrl(address, isIngest: true) is { ListensOnUdp: false } protocol && protocol.IsListener(options)
        && UrlParts.Parse(address, out var url) is null && (url.Port ?? protocol.DefaultPort) is { } port
            ? (port, protocol.IsNativeListener(url, options)) : null;

    /// <summary>A hash of host and key: two outputs to one destination would conflict.</summary>
    public static ReservationId Destination(IKeyedHash hash, string address, IEnumerable<(string Name, Secret Clear)> secrets)
    {
        var place = address;
        if (UrlParts.Parse(address, out var url) is null)
        {
            var (family, port) = Family(url);
            place = string.Create(CultureInfo.InvariantCulture,
                $"{family}://{Host(url)}:{url.Port ?? port}{url.Path.TrimEnd('/')}?{url.Query}");
        }
        var told = secrets.Where(s => s.Name is "key" or "streamid" or "query").OrderBy(s => s.Name, StringComparer.Ordinal);
        return ReservationId.Destination(hash.Hash([place, .. told.SelectMany(s => new[] { s.Name, s.Clear.Reveal() })]));
    }

    /// <summary>UDP and RTP use the same socket; RTMP and RTMPS use the same key.</summary>
    private static (string Name, int Port) Family(UrlParts url)
    {
        var name = Protocols.Find(url.Scheme, isIngest: false)?.Family ?? url.Scheme;
        return (name, Protocols.Find(name, isIngest: false)?.DefaultPort ?? 0);
    }

    private static string Host(UrlParts url) =>
        url.Host == "localhost" || (url.Ip is { } ip && IPAddress.IsLoopback(ip)) ? "127.0.0.1" : url.Host.TrimEnd('.');
}
