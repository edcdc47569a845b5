using System.Globalization;
using System.Net;

namespace StreamActors.Domain.Addresses;

/// <summary>An option of a protocol: its name, what is wrong with a value (null: nothing), and what would be right.</summary>
public sealed record Option(string Name, Func<string, bool> IsRight, string Cure)
{
    public static Option Number(string name, long min, long max) => new(
        name,
        v => long.TryParse(v, NumberStyles.None, CultureInfo.InvariantCulture, out var n) && n >= min && n <= max,
        string.Create(CultureInfo.InvariantCulture, $"a whole number from {min} to {max}"));

    public static Option OneOf(string name, params string[] values) => new(name, v => values.Contains(v, StringComparer.Ordinal), $"one of {string.Join(", ", values)}");

    public static Option Ip(string name) => new(name, v => IPAddress.TryParse(v, out _), "an IP address");

    public static Option Ips(string name) => new(name, v => v.Split(',').All(a => IPAddress.TryParse(a, out _)), "IP addresses, with commas between");

    public static Option Text(string name, int max) => new(
        name, v => v.Length is > 0 && v.Length <= max && !v.Any(char.IsControl), string.Create(CultureInfo.InvariantCulture, $"1 to {max} characters, none of them a control character"));
}
