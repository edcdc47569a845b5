using StreamActors.Domain.Inputs;
using StreamActors.Domain.Reservations;
using StreamActors.Domain.Workloads;
using StreamActors.Kernel;

namespace StreamActors.Domain.Outputs;

/// <summary>Turns output events into commands for its egress workload, its reservations and its slot at the input.</summary>
public sealed class OutputReactor : IFollower
{
    public string Name => "outputs";

    public IEnumerable<(EntityId To, Command Command)> On(Recorded recorded) => recorded.Envelope.Event switch
    {
        OutputCreated e => [Assign(recorded, e.Config), (new InputId(e.Config.Input).EntityId,
            new SettleOutput(recorded.Id.Id, e.Config.Slot, e.Attempt)),
            .. Reserved(e.Config.Reserved, new Confirm(recorded.Id, e.Attempt))],
        OutputEdited e => [Assign(recorded, e.Config), .. Reserved(e.Config.Reserved, new Confirm(recorded.Id, e.Attempt)),
            .. Reserved(e.GivenUp, new Release(recorded.Id))],
        OutputSwitched e => [Assign(recorded, e.Config)],
        OutputRemoved e =>
        [
            (Workload(recorded, e.Config), new Retire(recorded.Id, recorded.Sequence)),
            (new InputId(e.Config.Input).EntityId, new DetachOutput(recorded.Id.Id)),
            .. Reserved(e.Config.Reserved, new Release(recorded.Id)),
        ],
        _ => [],
    };

    private static EntityId Workload(Recorded recorded, OutputConfig config) =>
        WorkloadId.Egress(config.Input, config.Slot, recorded.Id.Id).EntityId;

    private static (EntityId, Command) Assign(Recorded recorded, OutputConfig config) => (
        Workload(recorded, config),
        new Assign(recorded.Id, recorded.Sequence, new WorkloadSpec(WorkloadType.Egress, config.Input, config.Address, config.StallAfter),
            config.On));

    private static IEnumerable<(EntityId, Command)> Reserved(IEnumerable<string> ids, Command command) =>
        ids.Select(id => (new EntityId(ReservationId.Kind, id), command));
}
