using System.Collections.Immutable;
using System.Text.RegularExpressions;
using StreamActors.Domain.Addresses;
using StreamActors.Kernel;

namespace StreamActors.Domain;

/// <summary>Rules for what all configured resources have in common: name, labels, stall time.</summary>
public static partial class ConfigRules
{
    public const int MaxLabels = 32;

    public static readonly TimeSpan MinStallAfter = TimeSpan.FromSeconds(1);
    public static readonly TimeSpan MaxStallAfter = TimeSpan.FromMinutes(10);

    [GeneratedRegex(@"^[a-z0-9]([a-z0-9._/-]{0,61}[a-z0-9])?\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex LabelName();

    public static IEnumerable<FieldFault> Check(string name, ImmutableSortedDictionary<string, string> labels, TimeSpan stallAfter)
    {
        if (name.Trim().Length is 0 or > 100 || name.Any(char.IsControl))
            yield return new FieldFault("name", name, "1 to 100 characters, none of them a control character");
        if (labels.Count > MaxLabels)
            yield return new FieldFault("labels", $"{labels.Count} labels", $"at most {MaxLabels}");
        foreach (var (key, value) in labels)
        {
            if (!LabelName().IsMatch(key))
                yield return new FieldFault($"labels.{key}", value,
                    "a label name of 1 to 63 lower-case letters, digits, '.', '_', '/' and '-'");
            if (value.Length > 200 || value.Any(char.IsControl))
                yield return new FieldFault($"labels.{key}", value, "at most 200 characters, none of them a control character");
        }
        if (stallAfter < MinStallAfter || stallAfter > MaxStallAfter)
            yield return new FieldFault("stall-after", stallAfter.ToString(), "1 second to 10 minutes");
    }

    /// <summary>What is decided of an input or output where all of it is sound; otherwise every fault at once.</summary>
    /// <param name="stored">The address as it is stored.</param>
    /// <param name="own">What is wrong with what only one of the two has.</param>
    public static Decision Checked(string what, IStreamConfig config, bool isIngest, Address? stored, Func<Decision> sound,
        IEnumerable<FieldFault> own)
    {
        FieldFault[] faults =
        [
            .. Check(config.Name, config.Labels, config.StallAfter),
            .. own,
            .. AddressRules.Check(config.Address, isIngest, stored).Select(f => f with { Field = $"address.{f.Field}" }),
        ];
        return faults.Length == 0 ? sound()
            : Decision.Refuse("invalid", $"Fields of the {what} that are invalid: {faults.Length}.", faults);
    }
}
