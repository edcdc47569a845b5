using System.Collections.Immutable;
using StreamActors.Kernel;

namespace StreamActors.Domain.Addresses;

/// <summary>
/// Where media comes from or goes to: a URL without secrets, the options of its protocol, and its sealed secrets by name
/// (<c>key</c>, <c>passphrase</c>, <c>password</c>, …). Compared by content, so that an edit without a difference is no change.
/// </summary>
public sealed record Address(string Url)
{
    public ImmutableSortedDictionary<string, string> Options { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    public ImmutableSortedDictionary<string, SealedSecret> Secrets { get; init; } = ImmutableSortedDictionary<string, SealedSecret>.Empty;

    /// <summary>The URL for display. One that was stored before queries became secrets may hold a token.</summary>
    public string Shown() => Shown(Url);

    public static string Shown(string url) => QueryAt(url) is { } at ? $"{url[..at]}{Secret.Mask}" : url;

    /// <summary>Separates a secret query from the URL; null when there is none.</summary>
    public static (string Url, string Query)? WithoutQuery(string url) => QueryAt(url) is { } at ? (url[..(at - 1)], url[at..]) : null;

    private static int? QueryAt(string url)
    {
        var (scheme, mark) = (url.IndexOf("://", StringComparison.Ordinal), url.IndexOf('?', StringComparison.Ordinal));
        var hides = scheme > 0 && mark > scheme && Protocols.Find(url[..scheme], isIngest: true)?.HidesQuery(url[(mark + 1)..]) == true;
        return hides ? mark + 1 : null;
    }

    public bool Equals(Address? other) =>
        other is not null && string.Equals(Url, other.Url, StringComparison.Ordinal) && Options.SequenceEqual(other.Options)
        && Secrets.SequenceEqual(other.Secrets);

    public override int GetHashCode() => HashCode.Combine(Url, Options.Count, Secrets.Count);
}
