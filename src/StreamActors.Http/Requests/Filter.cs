using StreamActors.Control;
using StreamActors.Domain.Addresses;
using StreamActors.Domain.Workloads;
using StreamActors.Kernel;

namespace StreamActors.Http;

/// <summary>The filter of a list or bulk command.</summary>
internal sealed record Filter(string? Words, bool? On, string? Protocol, string? Phase, IReadOnlyList<(string Name, string? Value)> Labels)
{
    public static readonly IReadOnlyList<QueryParameter> Parameters =
    [
        new("q", "Only those whose id, name or URL contains this text.", "studio"),
        new("on", "Only those ordered on, or off.", "true"),
        new("protocol", "Only those of this protocol.", Protocols.Names(isIngest: true)[0]),
        new("phase", "Only those in this phase now.", "on-air"),
        new("label", "Only those with this label: NAME or NAME=VALUE. May be repeated: all of them.", "team=news"),
    ];

    public static Filter Of(Query query)
    {
        List<(string, string?)> labels = [];
        foreach (var label in query.All("label"))
        {
            if (label.Length is 0 or > 300 || label[0] == '=')
                query.Faults.Add(new FieldFault("label", ConfigRefusals.Short(label), "NAME or NAME=VALUE"));
            else
                labels.Add(label.Split('=', 2) is [var name, var value] ? (name, value) : (label, null));
        }
        return new Filter(query.Text("q"), query.Flag("on"), query.Text("protocol"), query.OneOf("phase", EnumNames<Phase>.All), labels);
    }

    public bool Admits(string id, string name, bool on, string url, KeyValuePair<string, string>[] labels) =>
        (On is null || On == on)
        && (Protocol is null
        || (url.StartsWith(Protocol, StringComparison.OrdinalIgnoreCase) && url.AsSpan(Protocol.Length).StartsWith("://")))
        && (Words is null || id.Contains(Words, StringComparison.OrdinalIgnoreCase)
        || name.Contains(Words, StringComparison.OrdinalIgnoreCase) || url.Contains(Words, StringComparison.OrdinalIgnoreCase))
        && HasAll(labels);

    /// <summary>Loops, to avoid allocations: called for tens of thousands of items.</summary>
    private bool HasAll(KeyValuePair<string, string>[] labels)
    {
        for (var n = 0; n < Labels.Count; n++)
        {
            if (!Has(labels, Labels[n]))
                return false;
        }
        return true;
    }

    private static bool Has(KeyValuePair<string, string>[] labels, (string Name, string? Value) wanted)
    {
        foreach (var (name, value) in labels)
        {
            if (name == wanted.Name)
                return wanted.Value is null || wanted.Value == value;
        }
        return false;
    }

    public bool Admits(string phase) => Phase is null || Phase == phase;
}
