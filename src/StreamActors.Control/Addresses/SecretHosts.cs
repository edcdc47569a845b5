using StreamActors.Domain.Addresses;

namespace StreamActors.Control;

/// <summary>
/// A stored secret belongs to one host, over HTTP to one origin (decision 0087). Otherwise an editor who may not read it could have it
/// sent to a server of their own. A new host therefore requires the secret again.
/// </summary>
internal static class SecretHosts
{
    /// <returns>Whether kept secrets go to the same host as before, or to none (a listener sends its secret nowhere).</returns>
    public static bool AreOne(string? before, string? now)
    {
        var place = Place(now);
        return place.Length == 0 || place == Place(before);
    }

    /// <summary>An invalid URL is refused elsewhere.</summary>
    private static string Place(string? url)
    {
        if (url is null || UrlParts.Parse(url, out var parts) is not null || parts.Host.Length == 0)
            return "";
        var protocol = Protocols.Find(parts.Scheme, isIngest: true);
        return protocol?.Query == QueryUse.Secret ? $"{parts.Scheme}://{parts.Host}:{parts.Port ?? protocol.DefaultPort}" : parts.Host;
    }
}
