using System.Globalization;
using StreamActors.Wire;

namespace StreamActors.Cli;

internal static class HumanText
{
    public static string Rate(long? bits) => bits switch
    {
        null => "",
        >= 10_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bits / 1e6:0}M"),
        >= 1_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bits / 1e6:0.0}M"),
        >= 1000 => string.Create(CultureInfo.InvariantCulture, $"{bits / 1e3:0}k"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bits}"),
    };

    public static string Bytes(long bytes) => bytes switch
    {
        >= 10_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0} MB"),
        >= 10_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e3:0} kB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes} bytes"),
    };

    /// <summary>12s, 5m, 3h, 4d.</summary>
    public static string Span(TimeSpan span) => Math.Max(0, span.TotalSeconds) switch
    {
        < 100 => string.Create(CultureInfo.InvariantCulture, $"{Math.Max(0, span.TotalSeconds):0}s"),
        < 6000 => string.Create(CultureInfo.InvariantCulture, $"{span.TotalMinutes:0}m"),
        < 172_800 => string.Create(CultureInfo.InvariantCulture, $"{span.TotalHours:0}h"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{span.TotalDays:0}d"),
    };

    public static string Since(DateTimeOffset? time, DateTimeOffset now) => time is { } at ? Span(now - at) : "";

    /// <summary>In UTC with a Z, like the server's logs, and valid as input: 12:00:00Z, or with the date.</summary>
    public static string Clock(DateTimeOffset? time, DateTimeOffset now)
    {
        if (time is not { } at)
            return "";
        return at.UtcDateTime.ToString(at.UtcDateTime.Date == now.UtcDateTime.Date ? "HH:mm:ss'Z'" : "yyyy-MM-dd'T'HH:mm:ss'Z'",
            CultureInfo.InvariantCulture);
    }

    public static string Order(JsonView view) => view.Flag(nameof(InputView.On)) ? "on" : "off";

    /// <summary>The reason, and when the next attempt is made.</summary>
    public static string Reason(JsonView state, DateTimeOffset now)
    {
        var reason = state.Text(nameof(StateView.Reason));
        if (state.Time(nameof(StateView.RetryAt)) is not { } at || at <= now)
            return reason;
        var (amount, unit) = (Span(at - now)[..^1], Span(at - now)[^1]);
        var stop = reason.Length == 0 ? "" : reason[^1] is '.' or '!' or '?' ? " " : ". ";
        return $"{reason}{stop}Next try in {amount} {(unit == 'm' ? "min" : unit)}.";
    }

    public static string Labels(JsonView labels) =>
        string.Join(' ', labels.Fields().Select(f => f.Value.ToString() is { Length: > 0 } value ? $"{f.Name}={value}" : f.Name));

    public static string Many(int count, string one, string many) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} {(count == 1 ? one : many)}");
}
