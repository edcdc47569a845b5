using System.Globalization;
using System.Net;

namespace StreamActors.Domain.Addresses;

/// <summary>An option or a secret of a protocol: its name, whether a value is right, and what would be right.</summary>
public sealed record Option(string Name, Func<string, bool> IsRight, string Cure)
{
    /// <summary>What it does, in one line.</summary>
    public string Text { get; init; } = "";

    public string? Unit { get; init; }

    /// <summary>What holds when it is not given: given, it changes nothing.</summary>
    public string? Default { get; init; }

    /// <summary>The same in words, where it is not ours or not one value.</summary>
    public string? DefaultText { get; init; }

    /// <summary>A value that is not its default, to show and to try.</summary>
    public required string Example { get; init; }

    /// <summary>All values there are; empty where it is not one of a few.</summary>
    public IReadOnlyList<string> Values { get; init; } = [];

    /// <summary>Names other than its own under which it may stand in the query of a URL.</summary>
    public IReadOnlyList<QueryName> QueryNames { get; init; } = [];

    /// <summary>Without which it would have no effect; null where it always has one.</summary>
    public Condition? Only { get; init; }

    /// <summary>Its default in words; null where nothing holds without it.</summary>
    public string? DefaultShown => DefaultText ?? Default;

    public static Option Number(string name, long min, long max, long example) => new(
        name,
        v => long.TryParse(v, NumberStyles.None, CultureInfo.InvariantCulture, out var n) && n >= min && n <= max,
        max == long.MaxValue
            ? string.Create(CultureInfo.InvariantCulture, $"a whole number, {min} or more")
            : string.Create(CultureInfo.InvariantCulture, $"a whole number from {min} to {max}"))
    {
        Example = example.ToString(CultureInfo.InvariantCulture),
    };

    /// <summary>One of these; the first is what holds when nothing is said.</summary>
    public static Option OneOf(string name, params string[] values) => new(
        name, v => values.Contains(v, StringComparer.Ordinal), $"one of {string.Join(", ", values)}")
    {
        Values = values, Default = values[0], Example = values[^1],
    };

    public static Option Ips(string name, string example) => new(
        name, v => v.Split(',').All(a => IPAddress.TryParse(a, out _)), "IP addresses, with commas between") { Example = example };

    public static Option Line(string name, int max, string example) => new(
        name,
        v => v.Length is > 0 && v.Length <= max && !v.Any(char.IsControl),
        string.Create(CultureInfo.InvariantCulture, $"1 to {max} characters, none of them a control character"))
    {
        Example = example,
    };
}

/// <summary>What must be so for an option to have an effect, and how that is said.</summary>
public sealed record Condition(string Text, Func<Address, UrlParts, bool> Holds);

/// <summary>A name that other programs give an option in the query of a URL.</summary>
public sealed record QueryName(string Name)
{
    /// <summary>From their value to ours. What it makes of a wrong value is wrong too.</summary>
    public Func<string, string> Read { get; init; } = value => value;

    /// <summary>What would be right, where that differs from what the option says.</summary>
    public string? Cure { get; init; }

    /// <summary>It is a word without a value, which says this.</summary>
    public string? BareValue { get; init; }

    /// <summary>A server may use it too: with a value that is none of ours it is sent there.</summary>
    public bool MayBeTheirs { get; init; }
}
