using StreamActors.Domain.Outputs;
using StreamActors.Domain.Workloads;

namespace StreamActors.Control;

/// <summary>An output on its shelf, with what lists look at in thousands of them.</summary>
public sealed class OutputRow(string id, OutputConfig config, long version, string workload, string phase)
{
    public string Id => id;

    public OutputConfig Config => config;

    public long Version => version;

    public string Workload => workload;

    public string Phase => phase;

    public KeyValuePair<string, string>[] Labels { get; } = [.. config.Labels];

    public static OutputRow? Of(Entry entry, States states)
    {
        if (entry.Order is not OutputState { Config: { } config })
            return null;
        var workload = WorkloadId.Egress(config.Input, config.Slot, entry.Id.Id).ToString();
        return new OutputRow(entry.Id.Id, config, entry.Version, workload, states.PhaseOf(workload));
    }
}
