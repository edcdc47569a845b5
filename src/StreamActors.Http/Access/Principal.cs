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

    /// <summary>The first path segments it may use, of a reader the inputs whose streams it may take; empty: all.</summary>
    public ImmutableArray<string> Scopes { get; init; } = [];

    /// <summary>The user of the session; null for keys.</summary>
    public string? User { get; init; }

    /// <summary>What its key is called; null without a key.</summary>
    public string? KeyName { get; init; }

    /// <summary>When the credentials expire; null if never.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Users and keys are not visible to everybody.</summary>
    public static readonly ImmutableArray<string> GuardedKinds = [UserId.Kind, KeyId.Kind, SigningId.Kind];

    /// <summary>Whether it may see a kind of entity, in every response: users and keys only if it may list them.</summary>
    public bool MaySee(string kind) => !GuardedKinds.Contains(kind, StringComparer.Ordinal) || May(Domain.Access.Role.Admin, ScopeOf(kind));

    public Outcome NotSeen(string kind) => Outcome.Refused(
        "forbidden", $"{Who} may not read entities of kind {kind}: that requires the role admin, and of a key the scope {ScopeOf(kind)}.");

    private static string ScopeOf(string kind) => kind == UserId.Kind ? "users" : "keys";

    public bool May(Role? needs, string scope) =>
        needs is null || (Role >= needs && (Role == Domain.Access.Role.Reader || Has(scope)));

    public bool MayRead(string input) => Role is { } role && Has(role == Domain.Access.Role.Reader ? input : KeyEndpoints.RelayScope);

    private bool Has(string scope) => Scopes.Length == 0 || Scopes.Contains(scope, StringComparer.Ordinal);
}
