using System.Globalization;
using StreamActors.Kernel;
using StreamActors.Wire;

namespace StreamActors.Control;

/// <summary>Faults of an import as a whole, checked before anything is changed.</summary>
public static class ImportFaults
{
    /// <summary>Duplicate ids: the second would be an edit of the first, in no defined order.</summary>
    public static IEnumerable<FieldFault> Duplicates(ImportDraft file) =>
        [.. Twice("inputs", file.Inputs), .. Twice("outputs", file.Outputs), .. Twice("alertRules", file.AlertRules),
        .. Twice("channels", file.Channels)];

    /// <summary>An empty file is probably truncated or the wrong one: it must not replace the configuration.</summary>
    public static IEnumerable<FieldFault> Emptiness(ImportDraft file)
    {
        if ((file.Inputs ?? []).Count + (file.Outputs ?? []).Count + (file.AlertRules ?? []).Count + (file.Channels ?? []).Count == 0)
            yield return new FieldFault("inputs", null,
                "at least one input, output, rule or channel: an empty file does not replace the configuration");
    }

    private static IEnumerable<FieldFault> Twice(string field, IEnumerable<IDraft>? drafts)
    {
        var first = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (n, id) in (drafts ?? []).Select((d, n) => (n, d.Id)))
        {
            if (id is not null && !first.TryAdd(id, n))
                yield return new FieldFault(
                    string.Create(CultureInfo.InvariantCulture, $"{field}[{n}].id"), ConfigRefusals.Short(id),
                    string.Create(CultureInfo.InvariantCulture, $"another id; {field}[{first[id]}] has this one already"));
        }
    }
}
