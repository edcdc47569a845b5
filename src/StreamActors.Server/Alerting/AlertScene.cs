using StreamActors.Alerts;
using StreamActors.Api;
using StreamActors.Domain.Alerts;
using StreamActors.Domain.Inputs;
using StreamActors.Domain.Outputs;
using StreamActors.Domain.Workloads;

namespace StreamActors.Server;

/// <summary>What the watch looks at: taken from what every node has in memory, so that a look asks nobody.</summary>
internal sealed class AlertScene(Catalogue catalogue, Boards boards, AlertBook book, Roll roll, TimeProvider time)
{
    public Scene Look()
    {
        var channels = catalogue.All(ChannelId.Kind).ToDictionary(
            e => e.Id.Id, e => new Channel(((ChannelState)e.Order).Config, e.Changed, catalogue.Find(DeliveryId.Kind, e.Id.Id)?.Order as DeliveryState ?? DeliveryState.None), StringComparer.Ordinal);
        return new Scene(
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
        select Working(new Subject(entry.Id, config.On) { Labels = config.Labels }, WorkloadId.Ingest(entry.Id.Id).ToString());

    private IEnumerable<Subject> Outputs =>
        from entry in catalogue.All(OutputId.Kind)
        where entry.Order is OutputState { Config: not null }
        let config = ((OutputState)entry.Order).Config!
        select Working(new Subject(entry.Id, config.On) { Labels = config.Labels }, WorkloadId.Egress(config.Input, config.Slot, entry.Id.Id).ToString());

    private IEnumerable<Subject> Nodes => roll.Call(time.GetUtcNow()).Select(node => node with
    {
        DiskFreePercent = boards.Hosts.Find(node.Id.Id)?.Value is HostFigures { DiskTotal: > 0 } host ? 100.0 * host.DiskFree / host.DiskTotal : null,
    });

    private Subject Working(Subject subject, string workload)
    {
        var order = catalogue.Find(WorkloadId.Kind, workload)?.Order as WorkloadState ?? WorkloadState.None;
        var figures = boards.Figures.Find(workload)?.Value as WorkloadFigures;
        var (phase, reason, since) = (boards.Phases.Find(workload)?.Value, order.Parked) switch
        {
            (Moved moved, _) => ((Phase?)moved.To, moved.Reason, (DateTimeOffset?)moved.At),
            (_, { } parked) => (Phase.Parked, parked.Why, parked.At),
            _ => (null, "", null), // nobody has said yet what it does
        };
        return subject with
        {
            Phase = phase, Reason = reason, Since = since, Incarnation = order.Incarnation,
            BitsPerSecond = figures?.BitsPerSecond, ContinuityErrors = figures?.Stream?.ContinuityErrors,
        };
    }
}
