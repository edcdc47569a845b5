using System.Collections.Immutable;
using StreamActors.Domain.Access;

namespace StreamActors.Http;

/// <summary>The caller, as recorded in the journal, and its rights.</summary>
/// <param name="Who">key:ID, user:ID, local, or anonymous.</param>
/// <param name="Role">Null: anonymous requests only.</param>
internal sealed record Principal(string Who, Role? Role)
{
    /// <summary>The caller with the local key: the server's user, or root.</summary>
    public static readonly Principal Local = new("local", Domain.Access.Role.Admin);

    public static readonly Principal Anonymous = new("anonymous", (Role?)null);

    /// <summary>The first path segments it may use; empty: all.</summary>
    public ImmutableArray<string> Scopes { get; init; } = [];

    /// <summary>The user of the session; null for keys.</summary>
    public string? User { get; init; }

    /// <summary>When the credentials expire; null if never.</summary>
    public DateTimeOffset? Until { get; init; }

    public bool May(Role? needs, string scope) =>
        needs is null || (Role >= needs && (Scopes.Length == 0 || Scopes.Contains(scope, StringComparer.Ordinal)));
}
