using System.Globalization;
using System.Net;
using StreamActors.Domain.Addresses;
using StreamActors.Domain.Reservations;
using StreamActors.Kernel;

namespace StreamActors.Control;

/// <summary>What an address claims exclusively: a port it listens on, a destination it sends to.</summary>
internal static class Scarce
{
    private const int RtmpPort = 1935;

    /// <summary>
    /// SRT listens on UDP, so its port is a UDP port. Multicast groups can share a port, since their sockets are bound to the group: each
    /// has its own reservation.
    /// </summary>
    public static ReservationId? Port(string address, IReadOnlyDictionary<string, string> options)
    {
        if (UrlParts.Parse(address, out var url) is not null)
            return null;
        return (url.Scheme, options.GetValueOrDefault("mode")) switch
        {
            ("srt", "listener") when url.Port is { } port => ReservationId.UdpPort(port),
            ("rtmp", "listen") => ReservationId.RtmpPort(url.Port ?? RtmpPort),
            _ => null,
        };
    }

    public static ReservationId? IngestPort(string address, IReadOnlyDictionary<string, string> options)
    {
        if (UrlParts.Parse(address, out var url) is null && url is { Scheme: "udp" or "rtp", Port: { } port })
            return url.Ip is { } ip && AddressRules.IsMulticast(ip) ? ReservationId.UdpGroup(ip, port) : ReservationId.UdpPort(port);
        return Port(address, options);
    }

    /// <summary>A hash of host and key: two outputs to one destination would conflict.</summary>
    public static ReservationId Destination(IKeyedHash hash, string address, IEnumerable<(string Name, Secret Clear)> secrets)
    {
        var place = UrlParts.Parse(address, out var url) is null
            ? string.Create(CultureInfo.InvariantCulture, $"{Family(url.Scheme)}://{Host(url)}:{url.Port ?? DefaultPort(url.Scheme)}{url.Path.TrimEnd('/')}?{url.Query}")
            : address;
        var told = secrets.Where(s => s.Name is "key" or "streamid" or "query").OrderBy(s => s.Name, StringComparer.Ordinal);
        return ReservationId.Destination(hash.Hash([place, .. told.SelectMany(s => new[] { s.Name, s.Clear.Reveal() })]));
    }

    /// <summary>UDP and RTP use the same socket; RTMP and RTMPS use the same key.</summary>
    private static string Family(string scheme) => scheme switch { "rtp" => "udp", "rtmps" => "rtmp", _ => scheme };

    private static string Host(UrlParts url) => url.Host == "localhost" || (url.Ip is { } ip && IPAddress.IsLoopback(ip)) ? "127.0.0.1" : url.Host.TrimEnd('.');

    private static int DefaultPort(string scheme) => scheme switch { "rtmp" or "rtmps" => RtmpPort, "rtsp" => 554, _ => 0 };
}
