using StreamActors.Kernel;

namespace StreamActors.Domain.Alerts;

/// <summary>One rule about one subject: <c>&lt;rule&gt;~&lt;kind&gt;~&lt;id&gt;</c>, so there is never a second alert for both.</summary>
/// <param name="Subject">An input, an output or a node.</param>
public readonly record struct AlertId(string Rule, EntityId Subject)
{
    public const string Kind = "alert";

    /// <summary>Reserved as a rule name: an alert with it stands for all rules about its subject, so that all can be silenced.</summary>
    public const string AnyRule = "any";

    public static readonly IReadOnlyList<string> SubjectKinds = ["input", "output", "node"];

    public EntityId EntityId => new(Kind, ToString());

    public static bool TryParse(string text, out AlertId id)
    {
        id = default;
        if (!EntityId.IsWellFormed(text) || text.Split('~', 3) is not [var rule, var kind, var subject]
            || !SubjectKinds.Contains(kind, StringComparer.Ordinal))
            return false;
        id = new AlertId(rule, new EntityId(kind, subject));
        return true;
    }

    public override string ToString() => $"{Rule}~{Subject.Kind}~{Subject.Id}";
}
