using System.Collections.Immutable;
using StreamActors.Domain.Access;

namespace StreamActors.Http;

/// <summary>Who asks, as the journal names them, and what they may do.</summary>
/// <param name="Who">key:ID, user:ID, local, or anonymous.</param>
/// <param name="Role">Null: only what anybody may.</param>
internal sealed record Principal(string Who, Role? Role)
{
    /// <summary>Who shows the local key: the user who runs the server, or root.</summary>
    public static readonly Principal Local = new("local", Domain.Access.Role.Admin);

    public static readonly Principal Anonymous = new("anonymous", (Role?)null);

    /// <summary>The first parts of the paths it may use; empty: all.</summary>
    public ImmutableArray<string> Scopes { get; init; } = [];

    /// <summary>The user whose session it is; null for keys.</summary>
    public string? User { get; init; }

    /// <summary>When the credentials that were shown are over; null for those that have no end.</summary>
    public DateTimeOffset? Until { get; init; }

    public bool May(Role? needs, string scope) =>
        needs is null || (Role >= needs && (Scopes.Length == 0 || Scopes.Contains(scope, StringComparer.Ordinal)));
}
