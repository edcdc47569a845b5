using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace StreamActors.Domain;

/// <summary>
/// Who keeps a scarce thing from being free: every attempt to configure its owner, for as long as the attempt was given, and
/// lastingly the owner that came of one. Two attempts for one owner may hold it at once, perhaps on two nodes; what one of
/// them gives back the other one still has.
/// </summary>
public sealed record Grips(ImmutableSortedDictionary<string, DateTimeOffset> Attempts, bool IsLasting)
{
    public static readonly Grips None = new(ImmutableSortedDictionary.Create<string, DateTimeOffset>(StringComparer.Ordinal), IsLasting: false);

    public static readonly Grips Lasting = None with { IsLasting = true };

    [JsonIgnore]
    public bool IsNone => Attempts.IsEmpty && !IsLasting;

    public bool IsHeldAt(DateTimeOffset now) => IsLasting || Attempts.Values.Any(until => now < until);

    public bool HasAt(string attempt, DateTimeOffset now) => Attempts.TryGetValue(attempt, out var until) && now < until;

    /// <summary>What the owner without an attempt gives back is what it has lastingly.</summary>
    public bool Has(string attempt) => Attempts.ContainsKey(attempt) || (attempt.Length == 0 && IsLasting);

    public Grips With(string attempt, DateTimeOffset until) => this with { Attempts = Attempts.SetItem(attempt, until) };

    /// <summary>The owner exists: what its attempt had is now its own.</summary>
    public Grips Settled(string attempt) => new(Attempts.Remove(attempt), IsLasting: true);

    public Grips Without(string attempt) => new(Attempts.Remove(attempt), IsLasting && attempt.Length > 0);
}
