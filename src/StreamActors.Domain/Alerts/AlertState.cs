using System.Text.Json.Serialization;

namespace StreamActors.Domain.Alerts;

/// <summary>Severities, in rising order. Names are stored.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<AlertSeverity>))]
public enum AlertSeverity
{
    [JsonStringEnumMemberName("info")] Info,
    [JsonStringEnumMemberName("warning")] Warning,
    [JsonStringEnumMemberName("critical")] Critical,
}

/// <summary>
/// pending ─► firing ─► (acknowledged) ─► resolved ─► …; silencing is independent of these. Pending is not stored: a restarted
/// evaluator counts from zero.
/// </summary>
/// <param name="Times">How often it has fired.</param>
/// <param name="Why">Why it was resolved; null while firing.</param>
public sealed record AlertState(bool Firing, AlertSeverity Severity, string Summary, DateTimeOffset Since, DateTimeOffset FiredAt,
    int Times, DateTimeOffset? ResolvedAt, string? Why)
{
    public static readonly AlertState None = new(false, AlertSeverity.Warning, "", default, default, 0, null, null);

    public Acknowledgement? Acknowledged { get; init; }

    public Silence? Silence { get; init; }

    public bool IsSilenced(DateTimeOffset now) => Silence is { } silence && now < silence.Until;
}

public sealed record Acknowledgement(string By, string? Note, DateTimeOffset At);

public sealed record Silence(string By, string Reason, DateTimeOffset Until, DateTimeOffset At);

/// <summary>An alert has no in-memory state.</summary>
public sealed record AlertLive
{
    public static readonly AlertLive None = new();
}
