using StreamActors.Domain.Alerts;
using StreamActors.Kernel;

namespace StreamActors.Control;

public static class AlertTerms
{
    public static string Word<T>(T value)
        where T : struct, Enum => EnumNames<T>.Of(value);

    /// <returns>The value, or <paramref name="otherwise"/> with a fault added.</returns>
    public static T Parse<T>(string field, string? word, T otherwise, List<FieldFault> faults)
        where T : struct, Enum
    {
        if (word is null)
            return otherwise;
        foreach (var value in Enum.GetValues<T>())
        {
            if (Word(value) == word)
                return value;
        }
        faults.Add(new FieldFault(field, ConfigRefusals.Short(word), $"one of {string.Join(", ", EnumNames<T>.All)}"));
        return otherwise;
    }

    public static TimeSpan Time(string field, string? text, TimeSpan otherwise, List<FieldFault> faults) =>
        MaybeTime(field, text, faults) ?? otherwise;

    public static TimeSpan? MaybeTime(string field, string? text, List<FieldFault> faults)
    {
        if (text is null)
            return null;
        if (Duration.TryParse(text, out var time))
            return time;
        faults.Add(new FieldFault(field, ConfigRefusals.Short(text), Duration.Expected));
        return null;
    }

    public static AlertRuleConfig Shipped(AlertCondition condition) => ShippedRules.All[Word(condition)];
}
