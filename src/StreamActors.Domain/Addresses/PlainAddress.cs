using System.Collections.Immutable;
using StreamActors.Kernel;

namespace StreamActors.Domain.Addresses;

/// <summary>
/// An address as a person pastes it, its secrets still clear: <see cref="Split"/> takes them out of the URL, so that they
/// can be sealed before any command is said. It never crosses into an entity.
/// </summary>
public sealed record PlainAddress(string Url, ImmutableSortedDictionary<string, string> Options, ImmutableSortedDictionary<string, Secret> Secrets)
{
    /// <summary>Credentials, secret query parts (of HTTP the whole query) and, for RTMP outputs, the last part of the path: platforms hand the key out that way.</summary>
    public static PlainAddress Split(PlainAddress given, bool isIngest)
    {
        if (UrlParts.Parse(given.Url, out var url) is not null || Protocols.Find(url.Scheme, isIngest) is not { } protocol)
            return given; // the rules will say what is wrong with it
        var secrets = given.Secrets;
        if (url.Password is { Length: > 0 } password)
            Take("password", password);
        var query = url.Query.Split('&', StringSplitOptions.RemoveEmptyEntries).ToList();
        var path = url.Path;
        if (protocol.NeedsKey && !secrets.ContainsKey("key") && path.Trim('/').Split('/') is { Length: >= 2 } parts && parts[^1].Length > 0)
        {
            // Facebook's FB-1?s_bl=1&a=TOKEN is one key: everything behind the application goes to the server as it is.
            Take("key", Uri.UnescapeDataString(parts[^1]) + (url.Query.Length > 0 ? $"?{url.Query}" : ""));
            path = path[..path.TrimEnd('/').LastIndexOf('/')];
            query.Clear();
        }
        if (protocol.HidesQuery && url.Query.Length > 0)
        {
            Take("query", url.Query);
            query.Clear();
        }
        foreach (var (name, value) in query.Count == 0 ? [] : url.QueryParts)
        {
            if (protocol.Secrets.FirstOrDefault(s => string.Equals(s.Name, name, StringComparison.OrdinalIgnoreCase)) is not { } secret || value.Length == 0)
                continue;
            Take(secret.Name, value);
            query.RemoveAll(part => string.Equals(Uri.UnescapeDataString(part.Split('=', 2)[0]), name, StringComparison.Ordinal));
        }
        return given with { Url = (url with { Password = null }).Shown(path, string.Join('&', query)), Secrets = secrets };

        void Take(string name, string clear) => secrets = secrets.ContainsKey(name) ? secrets : secrets.Add(name, new Secret(clear));
    }
}
