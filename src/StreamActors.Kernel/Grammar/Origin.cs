namespace StreamActors.Kernel;

/// <summary>
/// Who sent a command, when, why, and which stored event caused it. A command without a time gets the node's clock when it
/// is evaluated; a decider never reads a clock.
/// </summary>
public sealed record Origin(string Who, DateTimeOffset At = default, string? Why = null, Cause? Cause = null)
{
    /// <summary>The origin of the system's own commands: reminders and results of effects.</summary>
    public static readonly Origin System = new("system");
}

/// <summary>The stored event that a follower's command comes from, written <c>kind/id#sequence</c>.</summary>
public sealed record Cause(EntityId Source, long Sequence)
{
    public static Cause Parse(string text)
    {
        var hash = text.LastIndexOf('#');
        return hash > 0 && long.TryParse(text.AsSpan(hash + 1), global::System.Globalization.CultureInfo.InvariantCulture, out var sequence)
            ? new Cause(EntityId.Parse(text[..hash]), sequence)
            : throw new FormatException($"'{text}' is not a cause: the format is kind/id#sequence.");
    }

    public override string ToString() => $"{Source}#{Sequence}";
}
