namespace StreamActors.Control;

/// <summary>Whether a condition holds of a subject.</summary>
/// <param name="Holds">Null: it cannot be said yet, and whatever was so stays so.</param>
/// <param name="Summary">In a sentence, for whoever is woken by it.</param>
/// <param name="Since">When it began, where that is known.</param>
internal readonly record struct Verdict(bool? Holds, string Summary, DateTimeOffset? Since = null)
{
    public static readonly Verdict No = new(false, "");
    public static readonly Verdict NotKnown = new(null, "");

    public static Verdict Yes(string summary, DateTimeOffset? since = null) => new(true, summary, since);
}
