using StreamActors.Control;
using StreamActors.Domain.Inputs;
using StreamActors.Domain.Outputs;
using StreamActors.Domain.Workloads;
using StreamActors.Kernel;

namespace StreamActors.Http;

/// <summary>
/// The history of one entity. For an input or output it combines two: its own configuration, and its workload's. An output that was removed
/// and created again had several workloads.
/// </summary>
internal sealed class OwnedHistory(IHistory history, Catalogue catalogue)
{
    public async Task<IReadOnlyList<TimelineEntry>> Of(EntityId id, HistoryQuery query, CancellationToken stop)
    {
        var ids = Works(id).Prepend(id)
            .Where(i => query.Kinds is not { Count: > 0 } kinds || kinds.Contains(i.Kind, StringComparer.Ordinal));
        var each = await Task.WhenAll(ids.Select(i => history.Timeline(query with { Id = i, Kinds = null }, stop)));
        return [.. each.SelectMany(told => told).OrderByDescending(t => t.At).ThenByDescending(t => t.Position).Take(query.Count)];
    }

    private IEnumerable<EntityId> Works(EntityId owner) => owner.Kind switch
    {
        InputId.Kind => [WorkloadId.Ingest(owner.Id).EntityId],
        OutputId.Kind =>
            catalogue.All(WorkloadId.Kind).Select(e => e.Id).Where(id => WorkloadId.OwnerOf(id.Id, isIngest: false) == owner.Id),
        _ => [],
    };
}
