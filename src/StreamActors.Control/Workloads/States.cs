using StreamActors.Domain.Workloads;
using StreamActors.Kernel;
using StreamActors.Wire;

namespace StreamActors.Control;

/// <summary>The current state of workloads: read from one, or from the caches for many.</summary>
public sealed class States(IEntities entities, Catalogue catalogue, Boards boards)
{
    /// <summary>From the caches if the workload cannot be read.</summary>
    public async Task<StateView> Ask(WorkloadId id) => await entities.Read(id.EntityId) is { Order: WorkloadState order, Live: WorkloadLive live }
        ? View(id.ToString(), order, live)
        : Look(id);

    /// <summary>From the caches: no entity is activated.</summary>
    public StateView Look(WorkloadId id) => Look(id.ToString());

    public StateView Look(string id)
    {
        var order = catalogue.Find(WorkloadId.Kind, id)?.Order as WorkloadState ?? WorkloadState.None;
        return (boards.Phases.Find(id)?.Value, order.Parked) switch
        {
            (Moved moved, _) => View(id, order, moved),
            (_, { } parked) => View(id, order, new Moved(Phase.Parked, parked.Why, parked.At) { Class = parked.Class }),
            _ => View(id, order, new Moved(Phase.Idle, "", default)),
        };
    }

    public string PhaseOf(WorkloadId id) => PhaseOf(id.ToString());

    public string PhaseOf(string id) => boards.Phases.Find(id)?.Value is Moved moved
        ? EnumWords<Phase>.Of(moved.To)
        : EnumWords<Phase>.Of(catalogue.Find(WorkloadId.Kind, id)?.Order is WorkloadState { Parked: not null } ? Phase.Parked : Phase.Idle);

    public StateView View(string id, WorkloadState order, WorkloadLive live) => View(id, order, new Moved(live.Phase, live.Reason, live.Since, live.RetryAt) { Class = live.Class });

    private StateView View(string id, WorkloadState order, Moved now)
    {
        var figure = boards.Figures.Find(id);
        return new StateView(
            EnumWords<Phase>.Of(now.To), now.Reason, now.At == default ? null : now.At, now.RetryAt, order.Incarnation, order.Sequence == 0 ? null : id, figure?.Node,
            figure?.Value is WorkloadFigures figures ? Figures(figures) : null)
        {
            Fault = now.Class is { } fault ? EnumWords<ErrorClass>.Of(fault) : null,
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
            ? new StreamView(s.ContinuityErrors, s.SyncLosses, s.TransportErrors, s.Scrambled, s.NullShare, s.TablesPresent, s.KeyFrameSeconds, s.Restarts, s.Readers) { GroupExceedsRing = s.GroupExceedsRing, Codings = s.Codings }
            : null,
        Senders = f.Senders,
        Changes = f.Changes,
    };
}
