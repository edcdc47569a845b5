using System.Collections.Frozen;
using System.Globalization;

namespace StreamActors.Hocon.Units;

/// <summary>Durations in HOCON: <c>10s</c>, <c>500 ms</c>, <c>1.5 hours</c>. A bare number is milliseconds. Units are lowercase.</summary>
public static class HoconDuration
{
    /// <summary>Ticks per unit. A tick is 100 ns: smaller values are rounded, and refused when they would become zero.</summary>
    private static readonly FrozenDictionary<string, decimal> Ticks = Spellings(
        (0.01m, "ns nano nanos nanosecond nanoseconds"),
        (10m, "us micro micros microsecond microseconds"),
        (TimeSpan.TicksPerMillisecond, "ms milli millis millisecond milliseconds"),
        (TimeSpan.TicksPerSecond, "s second seconds"),
        (TimeSpan.TicksPerMinute, "m minute minutes"),
        (TimeSpan.TicksPerHour, "h hour hours"),
        (TimeSpan.TicksPerDay, "d day days"));

    public static bool TryParse(string text, out TimeSpan duration)
    {
        duration = default;
        if (Quantity.Parse(text) is not { } quantity)
            return false;
        if (!Ticks.TryGetValue(quantity.Unit.Length == 0 ? "ms" : quantity.Unit, out var step) || quantity.In(step) is not { } ticks)
            return false;
        duration = new TimeSpan(ticks);
        return true;
    }

    public static TimeSpan Parse(string text) => TryParse(text, out var duration)
        ? duration
        : throw new HoconException(ValueOrigin.Other("duration"), $"'{text}' is not a duration such as 10s, 500ms or 1.5 hours.");

    /// <summary>The shortest exact text: the largest unit that divides it.</summary>
    public static string Render(TimeSpan duration)
    {
        var ticks = duration.Ticks;
        foreach (var unit in (ReadOnlySpan<string>)["d", "h", "m", "s", "ms", "us"])
        {
            var step = (long)Ticks[unit];
            if (ticks % step == 0 && (ticks != 0 || unit == "s"))
                return string.Create(CultureInfo.InvariantCulture, $"{ticks / step}{unit}");
        }

        return string.Create(CultureInfo.InvariantCulture, $"{(Int128)ticks * 100}ns");
    }

    private static FrozenDictionary<string, decimal> Spellings(params ReadOnlySpan<(decimal Step, string Names)> units)
    {
        var spellings = new Dictionary<string, decimal>(StringComparer.Ordinal);
        foreach (var (step, names) in units)
        {
            foreach (var name in names.Split(' '))
                spellings.Add(name, step);
        }

        return spellings.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
