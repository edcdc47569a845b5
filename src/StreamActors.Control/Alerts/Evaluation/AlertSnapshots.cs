using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using StreamActors.Domain.Alerts;
using StreamActors.Domain.Inputs;
using StreamActors.Domain.Outputs;
using StreamActors.Domain.Workloads;
using StreamActors.Kernel;

namespace StreamActors.Control;

/// <summary>The snapshot for alert evaluation, taken from the caches of this node without asking any entity.</summary>
public sealed class AlertSnapshots(Catalogue catalogue, TelemetryCaches telemetryCaches, AlertBook book, NodePresence nodePresence,
    TimeProvider time)
{
    private readonly ConditionalWeakTable<object, string> _workloads = [];

    public AlertSnapshot Take()
    {
        var channels = catalogue.All(ChannelId.Kind).ToDictionary(
            e => e.Id.Id, e => new Channel(((ChannelState)e.Order).Config, e.Changed,
                catalogue.Find(DeliveryId.Kind, e.Id.Id)?.Order as DeliveryState ?? DeliveryState.None), StringComparer.Ordinal);
        return new AlertSnapshot(
            [.. Inputs, .. Outputs, .. Nodes],
            book.Rules().ToDictionary(r => r.Id, r => r.Config, StringComparer.Ordinal),
            channels,
            book.Firing.ToDictionary(a => a.Id, a => a.State),
            book.Find);
    }

    private IEnumerable<Subject> Inputs =>
        from entry in catalogue.All(InputId.Kind)
        where entry.Order is InputState { Config: not null }
        let config = ((InputState)entry.Order).Config!
        select Working(entry.Id, config.On, config.Labels, WorkloadOf(config, entry.Id.Id, static (_, id) => WorkloadId.Ingest(id)));

    private IEnumerable<Subject> Outputs =>
        from entry in catalogue.All(OutputId.Kind)
        where entry.Order is OutputState { Config: not null }
        let config = ((OutputState)entry.Order).Config!
        select Working(entry.Id, config.On, config.Labels,
        WorkloadOf(config, entry.Id.Id, static (c, id) => WorkloadId.Egress(c.Input, c.Slot, id)));

    private IEnumerable<Subject> Nodes => nodePresence.Call(time.GetUtcNow()).Select(node => node with
    {
        DiskFreePercent = telemetryCaches.Hosts.Find(node.Id.Id)?.Value is HostFigures { DiskTotal: > 0 } host
            ? 100.0 * host.DiskFree / host.DiskTotal : null,
    });

    /// <summary>Cached: thousands are evaluated each second, with the same ids each time.</summary>
    private string WorkloadOf<T>(T config, string owner, Func<T, string, WorkloadId> named)
        where T : class
    {
        if (!_workloads.TryGetValue(config, out var workload))
            _workloads.Add(config, workload = named(config, owner).ToString());
        return workload;
    }

    private Subject Working(EntityId id, bool on, ImmutableSortedDictionary<string, string> labels, string workload)
    {
        var order = catalogue.Find(WorkloadId.Kind, workload)?.Order as WorkloadState ?? WorkloadState.None;
        var figures = telemetryCaches.Figures.Find(workload)?.Value as WorkloadFigures;
        var (phase, reason, since, kind) = (telemetryCaches.Phases.Find(workload)?.Value, order.Parked) switch
        {
            (PhaseChanged phaseChanged, _) =>
                ((Phase?)phaseChanged.To, phaseChanged.Reason, (DateTimeOffset?)phaseChanged.At, phaseChanged.Class),
            (_, { } parked) => (Phase.Parked, parked.Why, parked.At, parked.Class),
            _ => (null, "", null, null), // not reported yet
        };
        return new Subject(id, on)
        {
            Labels = labels, Phase = phase, Reason = reason, Since = since, Class = kind, Senders = figures?.Senders ?? [],
            Incarnation = order.Incarnation,
            BitsPerSecond = figures?.BitsPerSecond, ContinuityErrors = figures?.Stream?.ContinuityErrors,
        };
    }
}
