using StreamActors.Domain.Inputs;
using StreamActors.Domain.Workloads;
using StreamActors.Kernel;
using StreamActors.Wire;

namespace StreamActors.Control;

/// <summary>The current state of workloads: read from one, or from the caches for many.</summary>
public sealed class States(IEntities entities, Catalogue catalogue, TelemetryCaches telemetryCaches)
{
    /// <summary>From the caches if the workload cannot be read.</summary>
    public async Task<StateView> Ask(WorkloadId id) =>
        await entities.Read(id.EntityId) is { Order: WorkloadState order, Live: WorkloadLive live }
        ? View(id.ToString(), order, live)
        : Read(id);

    /// <summary>From the caches: no entity is activated.</summary>
    public StateView Read(WorkloadId id) => Read(id.ToString());

    public StateView Read(string id)
    {
        var order = catalogue.Find(WorkloadId.Kind, id)?.Order as WorkloadState ?? WorkloadState.None;
        return (telemetryCaches.Phases.Find(id)?.Value, order.Parked) switch
        {
            (PhaseChanged phaseChanged, _) => View(id, order, phaseChanged),
            (_, { } parked) => View(id, order, new PhaseChanged(Phase.Parked, parked.Why, parked.At) { Class = parked.Class }),
            _ => View(id, order, new PhaseChanged(Phase.Idle, "", default)),
        };
    }

    public string PhaseOf(WorkloadId id) => PhaseOf(id.ToString());

    public string PhaseOf(string id) => telemetryCaches.Phases.Find(id)?.Value is PhaseChanged phaseChanged
        ? EnumNames<Phase>.Of(phaseChanged.To)
        : EnumNames<Phase>.Of(catalogue.Find(WorkloadId.Kind, id)?.Order is WorkloadState { Parked: not null } ? Phase.Parked : Phase.Idle);

    public StateView View(string id, WorkloadState order, WorkloadLive live) =>
        View(id, order, new PhaseChanged(live.Phase, live.Reason, live.Since, live.RetryAt) { Class = live.Class });

    private StateView View(string id, WorkloadState order, PhaseChanged now)
    {
        var figure = telemetryCaches.Figures.Find(id);
        return new StateView(
            EnumNames<Phase>.Of(now.To), now.Reason, now.At == default ? null : now.At, now.RetryAt, order.Incarnation,
            order.Sequence == 0 ? null : id, figure?.Node,
            figure?.Value is WorkloadFigures figures ? Figures(figures) : null)
        {
            Fault = now.Class is { } fault ? EnumNames<ErrorClass>.Of(fault) : null,
        };
    }

    private static FiguresView Figures(WorkloadFigures f) => new(f.At, f.Incarnation, f.Driver)
    {
        Bytes = f.Bytes,
        BitsPerSecond = f.BitsPerSecond,
        LostPackets = f.LostPackets,
        BehindPackets = f.BehindPackets,
        BacklogSeconds = f.BacklogSeconds,
        Child = f.Child is { } c ? new ChildView(c.Pid, c.CpuSeconds, c.ResidentBytes, c.Speed, c.Dropped, c.Duplicated) : null,
        Stream = f.Stream is { } s
            ? new StreamView(s.ContinuityErrors, s.SyncLosses, s.TransportErrors, s.Scrambled, s.NullShare, s.TablesPresent,
            s.KeyFrameSeconds, s.Restarts, s.Readers)
            {
                GroupExceedsRing = s.GroupExceedsRing, Connections = s.Connections, Codings = s.Codings,
            }
            : null,
        Senders = f.Senders,
        Links = [.. f.Links.Select(l =>
            new LinkView(l.Peer, l.RoundTripMs, l.Lost, l.Retransmitted, l.Dropped, l.LinkBitsPerSecond, l.LatencyMs))],
        Peer = f.Publisher is { } peer ? new PublisherPeer(peer.Address, peer.Software).ToString() : null,
        Publisher = f.Publisher is { } p ? new PublisherView(p.Address, p.Software, p.Since, p.Incarnation) : null,
        RefusedPeers = f.RefusedPeers,
        Changes = f.Changes,
        Router = f.Router is { } r ? new RouterPathView(r.Path, r.Ready, r.Source, r.Readers, r.BytesIn, r.BytesOut, r.Connections) : null,
    };
}
