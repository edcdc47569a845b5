using System.Net;
using StreamActors.Domain.Addresses;
using StreamActors.Wire;

namespace StreamActors.Control;

/// <summary>What to enter in an encoder, such as OBS, to publish to an input.</summary>
internal static class PublishAddress
{
    /// <returns>Null unless the input waits for publishers by application and key.</returns>
    public static PublishView? Of(Address address)
    {
        if (Protocols.OfUrl(address.Url, isIngest: true) is not { ListensOnUdp: false, AlwaysListens: false } protocol
            || !protocol.IsListener(address.Options) || UrlParts.Parse(address.Url, out var url) is not null)
            return null;
        var host = url.Host.Length == 0 || (url.Ip is { } ip && (ip.Equals(IPAddress.Any) || ip.Equals(IPAddress.IPv6Any))) ? "HOST"
            : url.Host;
        var query = address.Secrets.ContainsKey("query") ? "?***" : "";
        return new PublishView(
            $"{url.Scheme}://{host}:{url.Port ?? protocol.DefaultPort}/{url.Path.Trim('/')}{query}",
            address.Secrets.ContainsKey("key") ? "as given in the secret 'key' of this input; it is not shown again"
                : url.Path.Trim('/').Contains('/') ? "none: the last part of the server's URL is the key" : "any");
    }
}
