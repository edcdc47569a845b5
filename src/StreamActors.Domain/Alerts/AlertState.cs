using System.Text.Json.Serialization;

namespace StreamActors.Domain.Alerts;

/// <summary>How bad it is; the later the worse. Names are stored.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<AlertSeverity>))]
public enum AlertSeverity
{
    [JsonStringEnumMemberName("info")] Info,
    [JsonStringEnumMemberName("warning")] Warning,
    [JsonStringEnumMemberName("critical")] Critical,
}

/// <summary>
/// pending ─► firing ─► (acknowledged) ─► resolved ─► …; silenced beside any of them. Pending is not stored: a watcher that
/// starts anew counts anew.
/// </summary>
/// <param name="Times">How often it has fired so far.</param>
/// <param name="Why">Why it was resolved; null while it fires.</param>
public sealed record AlertState(bool Firing, AlertSeverity Severity, string Summary, DateTimeOffset Since, DateTimeOffset FiredAt, int Times, DateTimeOffset? ResolvedAt, string? Why)
{
    public static readonly AlertState None = new(false, AlertSeverity.Warning, "", default, default, 0, null, null);

    public Acknowledgement? Acknowledged { get; init; }

    public Silence? Silence { get; init; }

    public bool IsSilenced(DateTimeOffset now) => Silence is { } silence && now < silence.Until;
}

public sealed record Acknowledgement(string By, string? Note, DateTimeOffset At);

public sealed record Silence(string By, string Reason, DateTimeOffset Until, DateTimeOffset At);

/// <summary>An alert has nothing in memory that is not stored.</summary>
public sealed record AlertLive
{
    public static readonly AlertLive None = new();
}
