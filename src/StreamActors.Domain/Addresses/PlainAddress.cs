using System.Collections.Immutable;
using StreamActors.Kernel;

namespace StreamActors.Domain.Addresses;

/// <summary>
/// An address as a person pastes it, its secrets still clear: <see cref="Split"/> takes them out of the URL, so that they
/// can be sealed before any command is said. It never crosses into an entity.
/// </summary>
public sealed record PlainAddress(string Url, ImmutableSortedDictionary<string, string> Options, ImmutableSortedDictionary<string, Secret> Secrets)
{
    /// <summary>What its URL says that cannot be done, or says otherwise than the options and secrets beside it.</summary>
    public IReadOnlyList<FieldFault> Faults { get; init; } = [];

    /// <summary>
    /// What its URL holds besides the place itself is read: credentials and secrets, options under the names that other programs give them,
    /// and for RTMP the stream key. The URL that is left has none of it. A secret that is given as <c>***</c> stays
    /// as it is stored; where the URL holds one too, it is unclear which is meant.
    /// </summary>
    public static PlainAddress Split(PlainAddress given, bool isIngest) =>
        UrlParts.Parse(given.Url, out var url) is null && Protocols.Find(url.Scheme, isIngest) is { } protocol
            ? new AddressSplit(given, url, protocol, isIngest).Result
            : given; // the rules will say what is wrong with it
}
