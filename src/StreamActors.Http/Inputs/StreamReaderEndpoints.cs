using StreamActors.Control;
using StreamActors.Domain.Access;
using StreamActors.Domain.Inputs;
using StreamActors.Domain.Workloads;
using StreamActors.Kernel;
using StreamActors.Wire;

namespace StreamActors.Http;

/// <summary>/api/v1/inputs/{id}/readers: the connections that take the stream of an input.</summary>
internal sealed class StreamReaderEndpoints(IRelayReaders readers, Catalogue catalogue, ICluster cluster) : IEndpoints
{
    public IEnumerable<Operation> Operations =>
    [
        new("GET", "inputs/{id}/readers", Role.Viewer,
            "The connections that take the stream of an input, on the node where the input runs.", List)
        {
            Reply = WireJson.Plain.IReadOnlyListStreamReaderView, Codes = ["not-found", "elsewhere"],
        },
        new("DELETE", "inputs/{id}/readers/{reader}", Role.Operator,
            "Disconnects a reader. It may connect again: revoke its key to keep it out.", Disconnect)
        {
            Status = 204, Codes = ["not-found", "elsewhere"],
        },
    ];

    private async Task<Outcome> List(Call call) => await OfHere(call) ??
        Outcome.Ok(readers.Of(call.Route("id")), WireJson.Plain.IReadOnlyListStreamReaderView);

    private async Task<Outcome> Disconnect(Call call) => await OfHere(call)
        ?? (readers.Disconnect(call.Route("id"), call.Route("reader")) ? Outcome.NoContent
        : Outcome.Refused(ConfigRefusals.NotFound("reader", call.Route("reader"))));

    /// <param name="what">What is where the input runs, with its verb.</param>
    /// <returns>Null if there is such an input, and it does not run on another node.</returns>
    public async Task<Outcome?> OfHere(Call call, string what = "its readers are")
    {
        await catalogue.Ready.WaitAsync(call.Stop);
        return catalogue.Find(InputId.Kind, call.Route("id"))?.Order is InputState { Config: not null }
            ? await WorkloadLog.Elsewhere(cluster, WorkloadId.Ingest(call.Route("id")).EntityId, what)
            : Outcome.Refused(ConfigRefusals.NotFound(InputId.Kind, call.Route("id")));
    }
}
