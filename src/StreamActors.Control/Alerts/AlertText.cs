using System.Globalization;
using StreamActors.Domain.Alerts;

namespace StreamActors.Control;

/// <summary>Enum words and times in messages.</summary>
internal static class AlertText
{
    public static string Severity(AlertSeverity severity) => severity.ToString().ToLowerInvariant();

    public static string Clock(DateTimeOffset at) =>
        at.ToUniversalTime().ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);
}
