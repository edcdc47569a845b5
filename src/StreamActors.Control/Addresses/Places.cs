using StreamActors.Domain.Addresses;

namespace StreamActors.Control;

/// <summary>
/// A stored secret was given for one place. Whoever may edit an address may not read its secret, and would: by having it sent
/// to a host of their own. So a secret stays where its host stays, and is said anew for another.
/// </summary>
internal static class Places
{
    /// <returns>Whether what is kept goes to nobody new: the same host, or none (a listener sends its secret nowhere).</returns>
    public static bool AreOne(string? before, string? now)
    {
        var host = Host(now);
        return host.Length == 0 || host == Host(before);
    }

    /// <summary>What is no URL is refused elsewhere.</summary>
    private static string Host(string? url) => url is not null && UrlParts.Parse(url, out var parts) is null ? parts.Host : "";
}
