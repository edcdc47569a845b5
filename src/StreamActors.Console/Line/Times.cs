using System.Globalization;

namespace StreamActors.Cli;

/// <summary>Times are shown in UTC with a Z and can be typed as shown; one without a zone is UTC too.</summary>
internal static class Times
{
    private static readonly string[] OfDay = ["HH:mm", "HH:mm:ss"];

    /// <summary>As the server expects it. A time of day means today; an invalid time is sent unchanged for the server to refuse.</summary>
    public static string Sent(string typed, DateTimeOffset now)
    {
        var text = typed.EndsWith('Z') ? typed[..^1] : typed;
        return TimeOnly.TryParseExact(text, OfDay, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
            ? string.Create(CultureInfo.InvariantCulture, $"{now.UtcDateTime:yyyy-MM-dd}T{time:HH:mm:ss}Z")
            : typed;
    }
}
