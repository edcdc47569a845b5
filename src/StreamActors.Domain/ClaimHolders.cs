using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace StreamActors.Domain;

/// <summary>
/// The holders of an exclusive resource: configuration attempts, each for a limited time, and permanently the owner that one
/// of them created. Two attempts for one owner, perhaps on two nodes, may hold it at once and release it independently.
/// </summary>
public sealed record ClaimHolders(ImmutableSortedDictionary<string, DateTimeOffset> Attempts, bool IsLasting)
{
    public static readonly ClaimHolders None =
        new(ImmutableSortedDictionary.Create<string, DateTimeOffset>(StringComparer.Ordinal), IsLasting: false);

    [JsonIgnore]
    public bool IsNone => Attempts.IsEmpty && !IsLasting;

    public bool IsHeldAt(DateTimeOffset now) => IsLasting || Attempts.Values.Any(until => now < until);

    public bool HasAt(string attempt, DateTimeOffset now) => Attempts.TryGetValue(attempt, out var until) && now < until;

    /// <summary>An empty attempt means the owner's permanent claim.</summary>
    public bool Has(string attempt) => Attempts.ContainsKey(attempt) || (attempt.Length == 0 && IsLasting);

    public ClaimHolders With(string attempt, DateTimeOffset until) => this with { Attempts = Attempts.SetItem(attempt, until) };

    /// <summary>The owner exists now: its attempt's claim becomes permanent.</summary>
    public ClaimHolders Settled(string attempt) => new(Attempts.Remove(attempt), IsLasting: true);

    public ClaimHolders Without(string attempt) => new(Attempts.Remove(attempt), IsLasting && attempt.Length > 0);
}
