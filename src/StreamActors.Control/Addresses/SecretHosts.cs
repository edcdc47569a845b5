using StreamActors.Domain.Addresses;

namespace StreamActors.Control;

/// <summary>
/// A stored secret belongs to one host. Otherwise an editor who may not read it could have it sent to a host of their own. A new host
/// therefore requires the secret again.
/// </summary>
internal static class SecretHosts
{
    /// <returns>Whether kept secrets go to the same host as before, or to none (a listener sends its secret nowhere).</returns>
    public static bool AreOne(string? before, string? now)
    {
        var host = Host(now);
        return host.Length == 0 || host == Host(before);
    }

    /// <summary>An invalid URL is refused elsewhere.</summary>
    private static string Host(string? url) => url is not null && UrlParts.Parse(url, out var parts) is null ? parts.Host : "";
}
