using StreamActors.Domain.Reservations;
using StreamActors.Domain.Workloads;
using StreamActors.Kernel;

namespace StreamActors.Domain.Inputs;

/// <summary>Turns input events into commands for its ingest workload and its reservations.</summary>
public sealed class InputReactor : IFollower
{
    public string Name => "inputs";

    public IEnumerable<(EntityId To, Command Command)> On(Recorded recorded) => recorded.Envelope.Event switch
    {
        InputCreated e => [Assign(recorded, e.Config), .. Reserved(e.Config.Reserved, new Confirm(recorded.Id, e.Attempt))],
        InputEdited e => [Assign(recorded, e.Config), .. Reserved(e.Config.Reserved, new Confirm(recorded.Id, e.Attempt)),
            .. Reserved(e.GivenUp, new Release(recorded.Id))],
        InputSwitched e => [Assign(recorded, e.Config)],
        InputRemoved e => [(WorkloadId.Ingest(recorded.Id.Id).EntityId, new Retire(recorded.Id, recorded.Sequence)),
            .. Reserved(e.Config.Reserved, new Release(recorded.Id))],
        _ => [],
    };

    private static (EntityId, Command) Assign(Recorded recorded, InputConfig config) => (
        WorkloadId.Ingest(recorded.Id.Id).EntityId,
        new Assign(recorded.Id, recorded.Sequence, new WorkloadSpec(WorkloadType.Ingest, recorded.Id.Id, config.Address, config.StallAfter),
            config.On));

    private static IEnumerable<(EntityId, Command)> Reserved(IEnumerable<string> ids, Command command) =>
        ids.Select(id => (new EntityId(ReservationId.Kind, id), command));
}
