using StreamActors.Control;
using StreamActors.Domain.Outputs;
using StreamActors.Domain.Workloads;
using StreamActors.Kernel;
using StreamActors.Wire;

namespace StreamActors.Http;

/// <summary>/api/v1/outputs</summary>
internal sealed class OutputEndpoints(
    OutputEditor editor, IEntities entities, Catalogue catalogue, TelemetryCaches telemetryCaches, States states,
    RateHistory rateHistory, WorkloadLog log,
    WorkloadCommands workloadCommands)
    : StreamEndpoints<OutputDraft, OutputConfig, OutputForm, OutputState, OutputView>(
        Forms, StreamRow<OutputState, OutputConfig>.Sorts("input", static r => r.Config.Input),
        o => o.Config, (id, c) => WorkloadId.Egress(c.Input, c.Slot, id), w => WorkloadId.OwnerOf(w, isIngest: false),
        editor, entities, catalogue, telemetryCaches, states, rateHistory, log, workloadCommands)
{
    private static StreamForms<OutputView> Forms => new(
        OutputId.Kind, WireJson.Plain.OutputDraft, WireJson.Plain.OutputView, WireJson.Plain.ListingOutputView)
    {
        IsWellFormed = OutputId.IsWellFormed,
        Removal = "Removes an output.",
        CreateCodes = ["exists", "quota", "taken", "loop", "output-limit"],
        EditCodes = ["not-found", "taken", "loop"],
        RemoveCodes = ["not-found"],
        Filters = [new("input", "Only those of this input.", "cam1")],
    };

    protected override Command Removal => new RemoveOutput();

    protected override Command Switching(bool on) => new SwitchOutput(on);

    protected override OutputView View(string id, OutputConfig config, OutputState? order, long version, StateView state) =>
        OutputMapping.View(id, config, version, state);

    protected override OutputConfig Created(Done done) => done.Events.OfType<OutputCreated>().Single().Config;
}
