using StreamActors.Domain.Inputs;
using StreamActors.Domain.Workloads;

namespace StreamActors.Control;

/// <summary>An input on its shelf, with what lists look at in thousands of them.</summary>
public sealed class InputRow(string id, InputState order, string workload, string phase)
{
    public string Id => id;

    public InputState Order => order;

    public InputConfig Config { get; } = order.Config!;

    public string Workload => workload;

    public string Phase => phase;

    public KeyValuePair<string, string>[] Labels { get; } = [.. order.Config!.Labels];

    public static InputRow? Of(Entry entry, States states)
    {
        if (entry.Order is not InputState { Config: not null } order)
            return null;
        var workload = WorkloadId.Ingest(entry.Id.Id).ToString();
        return new InputRow(entry.Id.Id, order, workload, states.PhaseOf(workload));
    }
}
