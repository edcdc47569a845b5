using StreamActors.Control;
using StreamActors.Domain.Inputs;
using StreamActors.Domain.Workloads;
using StreamActors.Kernel;
using StreamActors.Wire;

namespace StreamActors.Http;

/// <summary>/api/v1/inputs</summary>
internal sealed class InputEndpoints(
    InputEditor editor, IEntities entities, Catalogue catalogue, TelemetryCaches telemetryCaches, States states,
    RateHistory rateHistory, WorkloadLog log,
    WorkloadCommands workloadCommands, ListenPorts ports)
    : StreamEndpoints<InputDraft, InputConfig, InputForm, InputState, InputView>(
        Forms, StreamRow<InputState, InputConfig>.Sorts(),
        o => o.Config, (id, _) => WorkloadId.Ingest(id), w => WorkloadId.OwnerOf(w, isIngest: true),
        editor, entities, catalogue, telemetryCaches, states, rateHistory, log, workloadCommands)
{
    private static StreamForms<InputView> Forms => new(
        InputId.Kind, WireJson.Plain.InputDraft, WireJson.Plain.InputView, WireJson.Plain.ListingInputView)
    {
        IsWellFormed = InputId.IsWellFormed,
        Removal = "Removes an input that feeds no output.",
        CreateCodes = ["exists", "quota", "taken", "loop"],
        EditCodes = ["not-found", "taken", "loop", "in-use"],
        RemoveCodes = ["not-found", "in-use"],
    };

    protected override Command Removal => new RemoveInput();

    protected override Command Switching(bool on) => new SwitchInput(on);

    protected override InputView View(string id, InputConfig config, InputState? order, long version, StateView state) =>
        InputMapping.View(id, config, order?.Outputs.Keys ?? [], version, state, ports.Shared);

    protected override InputConfig Created(Done done) => done.Events.OfType<InputCreated>().Single().Config;

    /// <summary>Attached outputs and publishers do not change the input's version.</summary>
    protected override long Version(InputState order, long version) => order.Revision;

    protected override Task<Reply> Ask(EntityId id, Command command, Call call) =>
        Revision.Ask(Entities, id, command, call.Command, call.Expected);
}
