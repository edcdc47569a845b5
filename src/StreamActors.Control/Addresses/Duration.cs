using System.Globalization;

namespace StreamActors.Control;

/// <summary>Durations in text form: 500ms, 10s, 5m, 24h, 30d.</summary>
public static class Duration
{
    public const string Expected = "a duration such as 500ms, 10s, 5m, 24h or 30d";

    private static readonly (string Unit,
        double Milliseconds)[] Units = [("ms", 1), ("s", 1000), ("m", 60_000), ("h", 3_600_000), ("d", 86_400_000)];

    public static bool TryParse(string text, out TimeSpan duration)
    {
        duration = default;
        var digits = text.Length - text.TrimStart("0123456789".AsSpan()).Length;
        var unit = Units.FirstOrDefault(u => string.Equals(u.Unit, text[digits..], StringComparison.Ordinal));
        if (unit.Unit is null || digits is 0 or > 12)
            return false;
        var milliseconds = double.Parse(text.AsSpan(0, digits), CultureInfo.InvariantCulture) * unit.Milliseconds;
        if (milliseconds > TimeSpan.MaxValue.TotalMilliseconds / 2)
            return false;
        duration = TimeSpan.FromMilliseconds(milliseconds);
        return true;
    }

    /// <summary>In the largest unit that represents it exactly.</summary>
    public static string Text(TimeSpan duration)
    {
        var (unit, milliseconds) = Units.Last(u => duration.TotalMilliseconds % u.Milliseconds == 0 || u.Unit == "ms");
        return string.Create(CultureInfo.InvariantCulture, $"{duration.TotalMilliseconds / milliseconds:0}{unit}");
    }
}
