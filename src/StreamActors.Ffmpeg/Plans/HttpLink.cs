using System.Net;
using StreamActors.Kernel;

namespace StreamActors.Ffmpeg;

/// <summary>
/// What an HTTP run fetches, and with which credentials. FFmpeg speaks plain HTTP to the gateway only: it would send the headers to every
/// host that a redirect or playlist names, and its arguments, which other users can read, must hold no secret.
/// </summary>
public sealed record HttpLink(Uri Address)
{
    public string? User { get; init; }

    public Secret? Password { get; init; }

    /// <summary>The query, where it is secret.</summary>
    public Secret? Query { get; init; }

    public IReadOnlyDictionary<string, Secret> Headers { get; init; } = new Dictionary<string, Secret>(StringComparer.OrdinalIgnoreCase);

    public bool VerifyTls { get; init; } = true;

    /// <summary>The URL in FFmpeg's arguments.</summary>
    public string Url => PlainNames.Inward($"{Address.Scheme}://{new HostPort(Host, Address.Port)}{Address.PathAndQuery}");

    internal string Host => Address.IdnHost.Trim('[', ']');

    /// <summary>The URL really fetched for one that FFmpeg requests.</summary>
    public Uri? Outward(string url) => PlainNames.Outward(
        url == Url && Query is { } query ? $"{url}{(Address.Query.Length > 0 ? '&' : '?')}{PlainNames.Bytes(query.Reveal())}" : url);

    /// <summary>Whether it may be sent what is secret: only the same origin may. Another port of the host can be another server.</summary>
    internal bool IsOwn(Uri url) => url.Scheme == Address.Scheme && url.Port == Address.Port
        && string.Equals(url.IdnHost.Trim('[', ']'), Host, StringComparison.OrdinalIgnoreCase);

    /// <summary>User and password for the same origin only, and only as HTTP has them.</summary>
    internal ICredentials? Credentials => User is null ? null : new OwnCredentials(this);

    private sealed class OwnCredentials(HttpLink link) : ICredentials
    {
        public NetworkCredential? GetCredential(Uri uri, string authType) =>
            authType.ToUpperInvariant() is "BASIC" or "DIGEST" && link.IsOwn(uri)
            ? new NetworkCredential(link.User, link.Password?.Reveal()) : null;
    }
}
