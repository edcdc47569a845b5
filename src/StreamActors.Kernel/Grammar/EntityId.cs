using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace StreamActors.Kernel;

/// <summary>
/// The identity of an entity: kind and id, of lower-case letters, digits and hyphens; parts of a composite id are joined with '~'.
/// <c>kind/id</c> is the persistence id, so the pattern is a storage format.
/// </summary>
[JsonConverter(typeof(EntityIdJson))]
public readonly partial record struct EntityId
{
    [GeneratedRegex(@"^[a-z0-9][a-z0-9-]{0,62}(~[a-z0-9][a-z0-9-]{0,62})*\z", RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Pattern();

    public EntityId(string kind, string id)
    {
        if (!IsWellFormed(kind) || kind.Contains('~'))
            throw new ArgumentException($"'{kind}' is no valid kind: use lower-case letters, digits, hyphens, 63 at most.", nameof(kind));
        if (!IsWellFormed(id))
            throw new ArgumentException($"'{id}' is no valid id: use lower-case letters, digits, hyphens, '~' between parts.", nameof(id));
        (Kind, Id) = (kind, id);
    }

    public string Kind { get; }

    public string Id { get; }

    public static bool IsWellFormed(string id) => id.Length <= 512 && Pattern().IsMatch(id);

    public static EntityId Parse(string persistenceId)
    {
        var slash = persistenceId.IndexOf('/', StringComparison.Ordinal);
        return slash < 0
            ? throw new FormatException($"'{persistenceId}' is not a persistence id: the format is kind/id.")
            : new EntityId(persistenceId[..slash], persistenceId[(slash + 1)..]);
    }

    public override string ToString() => $"{Kind}/{Id}";
}
