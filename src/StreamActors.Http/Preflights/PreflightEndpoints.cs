using StreamActors.Control;
using StreamActors.Domain.Access;
using StreamActors.Wire;

namespace StreamActors.Http;

/// <summary>/api/v1/preflight: tries an address before it is an input or output.</summary>
internal sealed class PreflightEndpoints(Preflights preflights, Catalogue catalogue) : IEndpoints
{
    public IEnumerable<Operation> Operations =>
    [
        new("POST", "preflight", Role.Operator,
            "Checks an address without creating anything: its options, who else uses it, its host, and a connection of a few seconds. It "
                + "tells the codecs of an input, and sends no media to an output. One check at a time for each caller.", Check)
        {
            Body = WireJson.Plain.PreflightDraft, Reply = WireJson.Plain.PreflightView, Codes = ["not-found"],
        },
    ];

    private async Task<Outcome> Check(Call call)
    {
        await catalogue.Ready.WaitAsync(call.Stop);
        var (view, refused) = await preflights.Check(call.Body<PreflightDraft>(), call.Principal.Who, call.Stop);
        return view is null ? Outcome.Refused(refused!) : Outcome.Ok(view, WireJson.Plain.PreflightView);
    }
}
