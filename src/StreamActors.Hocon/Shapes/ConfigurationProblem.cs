namespace StreamActors.Hocon.Shapes;

/// <summary>One error in a configuration, with everything needed to fix it.</summary>
/// <param name="Key">The dotted key, or the name of the variable or option.</param>
/// <param name="Value">The value for display: masked when the key names a secret.</param>
/// <param name="Wanted">What is expected, for a value of the wrong type; null for an unknown key.</param>
/// <param name="Nearest">The most similar known key for an unknown one, if there is one.</param>
public sealed record ConfigurationProblem(string Key, ValueOrigin Origin, string? Value, string? Wanted, string? Nearest)
{
    internal static ConfigurationProblem Unknown(string key, ValueOrigin valueOrigin, string? value, string? nearest) =>
        new(key, valueOrigin, ShownValue.Of(value, key, nearest ?? ""), Wanted: null, nearest);

    internal static ConfigurationProblem WrongType(string key, ValueOrigin valueOrigin, string? value, string wanted) =>
        new(key, valueOrigin, ShownValue.Of(value, key), wanted, Nearest: null);

    public override string ToString() => $"{Origin}: {Key} {Fault}{Advice}";

    private string Fault => (Wanted, Value) switch
    {
        (null, null) => "is not a known key.",
        (null, _) => $"is not a known key (value: {Value}).",
        (_, null) => $"is missing; expected {Wanted}.",
        _ => $"is {Value}; expected {Wanted}.",
    };

    private string Advice => Nearest is null ? "" : $" Did you mean {Nearest}?";
}
