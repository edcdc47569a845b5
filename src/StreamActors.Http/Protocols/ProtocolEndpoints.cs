using StreamActors.Control;
using StreamActors.Domain.Access;
using StreamActors.Wire;

namespace StreamActors.Http;

/// <summary>/api/v1/protocols: read-only, the same on every server of this version.</summary>
internal sealed class ProtocolEndpoints : IEndpoints
{
    public IEnumerable<Operation> Operations =>
    [
        new("GET", "protocols", Role.Viewer, "The protocols: forms of their URLs, options and secrets, for inputs and outputs.", List)
        {
            Reply = WireJson.Plain.IReadOnlyListProtocolView,
        },
        new("GET", "protocols/{name}", Role.Viewer, "One protocol: forms of its URL, options and secrets.", Get)
        {
            Reply = WireJson.Plain.ProtocolView, Codes = ["not-found"],
        },
    ];

    private static Task<Outcome> List(Call call) =>
        Task.FromResult(Outcome.Ok(ProtocolMapping.All, WireJson.Plain.IReadOnlyListProtocolView));

    private static Task<Outcome> Get(Call call)
    {
        var protocol = ProtocolMapping.All.FirstOrDefault(p => p.Name == call.Route("name"));
        return Task.FromResult(protocol is null ? Unknown(call.Route("name")) : Outcome.Ok(protocol, WireJson.Plain.ProtocolView));
    }

    private static Outcome Unknown(string name) => Outcome.Refused(
        "not-found",
        $"{ConfigRefusals.NotFound("protocol", name).Message} Protocols: {string.Join(", ", ProtocolMapping.All.Select(p => p.Name))}.");
}
