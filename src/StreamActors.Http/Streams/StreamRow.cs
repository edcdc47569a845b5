using StreamActors.Control;
using StreamActors.Domain;
using StreamActors.Domain.Workloads;

namespace StreamActors.Http;

/// <summary>An input or output in the sorted view, with the fields that lists filter and sort by.</summary>
internal sealed class StreamRow<TOrder, TConfig>(string id, TOrder order, TConfig config, long version, string workload, string phase)
    where TOrder : class
    where TConfig : class, IStreamConfig
{
    public string Id => id;

    public TOrder Order => order;

    public TConfig Config => config;

    public long Version => version;

    public string Workload => workload;

    public string Phase => phase;

    public KeyValuePair<string, string>[] Labels { get; } = [.. config.Labels];

    /// <summary>The sort keys of a list.</summary>
    /// <param name="more">The sort keys of this kind only.</param>
    public static Dictionary<string, Func<StreamRow<TOrder, TConfig>, string>> Sorts(
        string? more = null, Func<StreamRow<TOrder, TConfig>, string>? by = null)
    {
        var sorts = new Dictionary<string, Func<StreamRow<TOrder, TConfig>, string>>(StringComparer.Ordinal)
        {
            ["id"] = static r => r.Id,
            ["name"] = static r => r.Config.Name,
        };
        if (more is not null)
            sorts.Add(more, by!);
        sorts.Add("phase", static r => r.Phase);
        sorts.Add("url", static r => r.Config.Address.Shown());
        return sorts;
    }

    public static StreamRow<TOrder, TConfig>? Of(
        Entry entry, Func<TOrder, TConfig?> configured, Func<string, TConfig, WorkloadId> works, States states)
    {
        if (entry.Order is not TOrder order || configured(order) is not { } config)
            return null;
        var workload = works(entry.Id.Id, config).ToString();
        return new(entry.Id.Id, order, config, entry.Version, workload, states.PhaseOf(workload));
    }
}
