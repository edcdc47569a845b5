using System.Globalization;

namespace StreamActors.Cli;

/// <summary>Times are shown in UTC with a Z, and what is shown can be typed: one without a zone is UTC too.</summary>
internal static class Times
{
    private static readonly string[] OfDay = ["HH:mm", "HH:mm:ss"];

    /// <summary>As the server takes it. A time of day is today's; what is no time is sent as it is, and refused there by its name.</summary>
    public static string Sent(string typed, DateTimeOffset now)
    {
        var text = typed.EndsWith('Z') ? typed[..^1] : typed;
        return TimeOnly.TryParseExact(text, OfDay, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
            ? string.Create(CultureInfo.InvariantCulture, $"{now.UtcDateTime:yyyy-MM-dd}T{time:HH:mm:ss}Z")
            : typed;
    }
}
