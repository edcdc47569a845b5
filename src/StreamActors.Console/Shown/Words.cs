using System.Globalization;
using StreamActors.Wire;

namespace StreamActors.Cli;

/// <summary>Numbers and times as people say them.</summary>
internal static class Words
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

    /// <summary>By the clock on this machine's wall.</summary>
    public static string Clock(DateTimeOffset? time, DateTimeOffset now)
    {
        if (time is not { } at)
            return "";
        var (local, today) = (at.ToLocalTime(), now.ToLocalTime());
        return local.ToString(local.Date == today.Date ? "HH:mm:ss" : "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
    }

    public static string Order(Seen view) => view.Flag(nameof(InputView.On)) ? "on" : "off";

    /// <summary>The reason, and when it tries again.</summary>
    public static string Reason(Seen state, DateTimeOffset now)
    {
        var reason = state.Text(nameof(StateView.Reason));
        return state.Time(nameof(StateView.RetryAt)) is { } at && at > now ? $"{reason}{(reason.Length > 0 ? "; " : "")}again in {Span(at - now)}" : reason;
    }

    public static string Labels(Seen labels) => string.Join(' ', labels.Fields().Select(f => f.Value.ToString() is { Length: > 0 } value ? $"{f.Name}={value}" : f.Name));

    public static string Many(int count, string one, string many) => string.Create(CultureInfo.InvariantCulture, $"{count} {(count == 1 ? one : many)}");
}
