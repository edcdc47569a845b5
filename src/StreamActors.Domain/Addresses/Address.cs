using System.Collections.Immutable;
using StreamActors.Kernel;

namespace StreamActors.Domain.Addresses;

/// <summary>
/// Where media comes from or goes to: a URL without anything secret in it, the options of its protocol, and its secrets
/// sealed, by name (<c>key</c>, <c>passphrase</c>, <c>password</c>, …). Compared by content: an edit that changes nothing is none.
/// </summary>
public sealed record Address(string Url)
{
    public ImmutableSortedDictionary<string, string> Options { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    public ImmutableSortedDictionary<string, SealedSecret> Secrets { get; init; } = ImmutableSortedDictionary<string, SealedSecret>.Empty;

    public bool Equals(Address? other) =>
        other is not null && string.Equals(Url, other.Url, StringComparison.Ordinal) && Options.SequenceEqual(other.Options) && Secrets.SequenceEqual(other.Secrets);

    public override int GetHashCode() => HashCode.Combine(Url, Options.Count, Secrets.Count);
}
