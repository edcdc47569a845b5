using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace StreamActors.Hocon.Units;

/// <summary>A size in HOCON: <c>32MB</c> is a power of ten, <c>32MiB</c> and <c>32M</c> are powers of two, a bare number bytes.</summary>
public readonly record struct ByteSize(long Bytes) : IParsable<ByteSize>
{
    private static readonly FrozenDictionary<string, decimal> Steps = Spellings();

    public static bool TryParse([NotNullWhen(true)] string? text, out ByteSize size)
    {
        size = default;
        if (text is null || Quantity.Parse(text) is not { Number: >= 0 } quantity)
            return false;
        if (!Steps.TryGetValue(quantity.Unit.Length == 0 ? "B" : quantity.Unit, out var step) || quantity.In(step) is not { } bytes)
            return false;
        size = new ByteSize(bytes);
        return true;
    }

    public static ByteSize Parse(string text) => TryParse(text, out var size)
        ? size
        : throw new HoconException(ValueOrigin.Other("size"), $"'{text}' is not a size such as 512K, 32MB or 1.5 GiB.");

    static ByteSize IParsable<ByteSize>.Parse(string s, IFormatProvider? provider) => Parse(s);

    static bool IParsable<ByteSize>.TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out ByteSize result) =>
        TryParse(s, out result);

    /// <summary>The shortest exact spelling in powers of two.</summary>
    public override string ToString()
    {
        foreach (var unit in (ReadOnlySpan<string>)["EiB", "PiB", "TiB", "GiB", "MiB", "KiB"])
        {
            var step = (long)Steps[unit];
            if (Bytes != 0 && Bytes % step == 0)
                return string.Create(CultureInfo.InvariantCulture, $"{Bytes / step}{unit}");
        }

        return string.Create(CultureInfo.InvariantCulture, $"{Bytes}B");
    }

    private static FrozenDictionary<string, decimal> Spellings()
    {
        var steps = new Dictionary<string, decimal>(StringComparer.Ordinal) { ["B"] = 1, ["b"] = 1, ["byte"] = 1, ["bytes"] = 1 };
        var (ten, two) = (1m, 1m);
        foreach (var (letter, decimalName, binaryName) in (ReadOnlySpan<(char, string, string)>)
            [('K', "kilo", "kibi"), ('M', "mega", "mebi"), ('G', "giga", "gibi"), ('T', "tera", "tebi"),
             ('P', "peta", "pebi"), ('E', "exa", "exbi"), ('Z', "zetta", "zebi"), ('Y', "yotta", "yobi")])
        {
            ten *= 1000;
            two *= 1024;
            steps[letter == 'K' ? "kB" : $"{letter}B"] = ten;
            steps[$"{decimalName}byte"] = steps[$"{decimalName}bytes"] = ten;
            steps[$"{letter}"] = steps[$"{char.ToLowerInvariant(letter)}"] = two;
            steps[$"{letter}i"] = steps[$"{letter}iB"] = two;
            steps[$"{binaryName}byte"] = steps[$"{binaryName}bytes"] = two;
        }

        return steps.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
