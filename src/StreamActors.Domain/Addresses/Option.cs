using System.Globalization;
using System.Net;
using System.Text.Json.Serialization;

namespace StreamActors.Domain.Addresses;

/// <summary>An option or a secret of a protocol: its name, its validation, and what a valid value looks like.</summary>
public sealed record Option(string Name, Func<string, bool> IsRight, string Expected)
{
    /// <summary>A one-line description.</summary>
    public string Text { get; init; } = "";

    public string? Unit { get; init; }

    /// <summary>The default value: setting it changes nothing.</summary>
    public string? Default { get; init; }

    /// <summary>The default in words, where it is another program's or not a single value.</summary>
    public string? DefaultText { get; init; }

    /// <summary>A value other than the default, for documentation and tests.</summary>
    public required string Example { get; init; }

    /// <summary>All valid values; empty when the value is free.</summary>
    public IReadOnlyList<string> Values { get; init; } = [];

    public OptionKind Kind { get; init; } = OptionKind.Text;

    /// <summary>The limits of a number; a null one is none.</summary>
    public long? Min { get; init; }

    public long? Max { get; init; }

    /// <summary>Other names for it in the query of a URL.</summary>
    public IReadOnlyList<QueryName> QueryNames { get; init; } = [];

    /// <summary>When the option has an effect; null: always.</summary>
    public Condition? Only { get; init; }

    /// <summary>The default in words; null when there is none.</summary>
    public string? DefaultShown => DefaultText ?? Default;

    public static Option Number(string name, long min, long max, long example) => new(
        name,
        v => long.TryParse(v, NumberStyles.None, CultureInfo.InvariantCulture, out var n) && n >= min && n <= max,
        max == long.MaxValue
            ? string.Create(CultureInfo.InvariantCulture, $"a whole number, {min} or more")
            : string.Create(CultureInfo.InvariantCulture, $"a whole number from {min} to {max}"))
    {
        Example = example.ToString(CultureInfo.InvariantCulture), Kind = OptionKind.Number, Min = min,
        Max = max == long.MaxValue ? null : max,
    };

    /// <summary>One of these values; the first is the default.</summary>
    public static Option OneOf(string name, params string[] values) => new(
        name, v => values.Contains(v, StringComparer.Ordinal), $"one of {string.Join(", ", values)}")
    {
        Values = values, Default = values[0], Example = values[^1], Kind = OptionKind.Choice,
    };

    public static Option Ips(string name, string example) => new(
        name, v => v.Split(',').All(a => IPAddress.TryParse(a, out _)), "IP addresses, separated by commas")
    {
        Example = example, Kind = OptionKind.Addresses,
    };

    public static Option Line(string name, int max, string example) => new(
        name,
        v => v.Length is > 0 && v.Length <= max && !v.Any(char.IsControl),
        string.Create(CultureInfo.InvariantCulture, $"1 to {max} characters, none of them a control character"))
    {
        Example = example,
    };
}

/// <summary>What a form asks for it with.</summary>
public enum OptionKind
{
    [JsonStringEnumMemberName("text")]
    Text,

    /// <summary>Text of several lines.</summary>
    [JsonStringEnumMemberName("lines")]
    Lines,
    [JsonStringEnumMemberName("number")]
    Number,

    /// <summary>One of its values.</summary>
    [JsonStringEnumMemberName("choice")]
    Choice,

    /// <summary>IP addresses, separated by commas.</summary>
    [JsonStringEnumMemberName("addresses")]
    Addresses,
}

/// <summary>The condition under which an option has an effect, and its wording.</summary>
public sealed record Condition(string Text, Func<Address, UrlParts, bool> Holds);

/// <summary>A name that other programs use for an option in the query of a URL.</summary>
public sealed record QueryName(string Name)
{
    /// <summary>Converts their value to ours; an invalid value stays invalid.</summary>
    public Func<string, string> Read { get; init; } = value => value;

    /// <summary>What is expected, where that differs from the option's own text.</summary>
    public string? Expected { get; init; }

    /// <summary>The value that the bare name, without '=', stands for.</summary>
    public string? BareValue { get; init; }

    /// <summary>A server may use the same name: a value that is not one of ours is passed on to it.</summary>
    public bool MayBeTheirs { get; init; }
}
