using System.Collections.Immutable;
using StreamActors.Kernel;

namespace StreamActors.Domain.Addresses;

/// <summary>
/// An address as entered, with secrets in clear text. <see cref="Split"/> moves them out of the URL, so that they can be sealed
/// before a command is sent. It never reaches an entity.
/// </summary>
public sealed record PlainAddress(string Url, ImmutableSortedDictionary<string, string> Options,
    ImmutableSortedDictionary<string, Secret> Secrets)
{
    /// <summary>What is invalid in its URL, or contradicts the options and secrets given separately.</summary>
    public IReadOnlyList<FieldFault> Faults { get; init; } = [];

    /// <summary>
    /// Moves everything but the location out of the URL: credentials, secrets, options under the names of other programs, and for
    /// RTMP the stream key. A secret given as <c>***</c> keeps its stored value, and is refused when
    /// the URL has one too.
    /// </summary>
    public static PlainAddress Split(PlainAddress given, bool isIngest) =>
        UrlParts.Parse(given.Url, out var url) is null && Protocols.Find(url.Scheme, isIngest) is { } protocol
            ? new AddressSplit(given, url, protocol, isIngest).Result
            : given; // AddressRules reports what is wrong with it
}
