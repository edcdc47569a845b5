using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace StreamActors.Domain.Addresses;

/// <summary>Ports from one to another, as FIRST-LAST.</summary>
public readonly record struct PortRange(int First, int Last) : IParsable<PortRange>
{
    public IEnumerable<int> All => Enumerable.Range(First, Last - First + 1);

    public static PortRange Parse(string s, IFormatProvider? provider) =>
        TryParse(s, provider, out var range) ? range : throw new FormatException("FIRST-LAST such as 8891-8990, from 1 to 65535");

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out PortRange result)
    {
        result = s?.Split('-') is [var first, var last]
            && int.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out var from)
            && int.TryParse(last, NumberStyles.None, CultureInfo.InvariantCulture, out var to) ? new PortRange(from, to) : default;
        return result is { First: > 0, Last: <= 65_535 } && result.First <= result.Last;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{First}-{Last}");
}
