using System.Text.Json;

namespace StreamActors.Wire;

/// <summary>What something is just now, which is never the same field as what is ordered.</summary>
/// <param name="Phase">idle, waiting, starting, on-air, stalled, backing-off, parked or stopping.</param>
/// <param name="Reason">In words; empty where there is nothing to say.</param>
/// <param name="RetryAt">When it tries again, where it waits to.</param>
/// <param name="Incarnation">Rises each time it is started anywhere; 0 before the first.</param>
/// <param name="Workload">The id of the workload that does it; null where there is none yet.</param>
/// <param name="Node">The node its figures come from; null where it has none.</param>
/// <param name="Figures">The newest figures; null where it has none.</param>
public sealed record StateView(
    string Phase, string Reason, DateTimeOffset? Since, DateTimeOffset? RetryAt, long Incarnation, string? Workload, string? Node, JsonElement? Figures);

/// <summary>One supervised unit of media work.</summary>
/// <param name="Kind">ingest or egress.</param>
/// <param name="Owner">The input or output it works for: input/cam1.</param>
/// <param name="Relay">What an ingest fills and an egress reads.</param>
public sealed record WorkloadView(string Id, string? Kind, string? Owner, string Cell, string? Relay, bool On, bool ProvenOnAir, long Version, StateView State);
