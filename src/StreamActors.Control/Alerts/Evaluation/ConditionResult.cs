namespace StreamActors.Control;

/// <summary>Whether a condition holds for a subject.</summary>
/// <param name="Holds">Null: not yet known, the alert stays as it is.</param>
/// <param name="Summary">One sentence for the notified operator.</param>
/// <param name="Since">When it began, if known.</param>
internal readonly record struct ConditionResult(bool? Holds, string Summary, DateTimeOffset? Since = null)
{
    public static readonly ConditionResult No = new(false, "");
    public static readonly ConditionResult NotKnown = new(null, "");

    public static ConditionResult Yes(string summary, DateTimeOffset? since = null) => new(true, summary, since);
}
