using StreamActors.Control;
using StreamActors.Domain.Access;
using StreamActors.Domain.Workloads;
using StreamActors.Kernel;
using StreamActors.Wire;

namespace StreamActors.Http;

/// <summary>/api/v1/nodes</summary>
internal sealed class NodeEndpoints(ICluster cluster, TelemetryCaches telemetryCaches) : IEndpoints
{
    public IEnumerable<Operation> Operations =>
    [
        new("GET", "nodes", Role.Viewer, "The nodes, as this one sees them.", List) { Reply = WireJson.Plain.IReadOnlyListNodeView },
        new("POST", "nodes/{node}/drain", Role.Admin, "Moves everything off a node, then lets it leave.", Drain) { Status = 204,
            Codes = ["not-found", "nowhere-to-go", "unknown-node", "not-a-member"] },
    ];

    private Task<Outcome> List(Call call)
    {
        var working = telemetryCaches.Figures.All.CountBy(f => f.Node, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        IReadOnlyList<NodeView> nodes = [.. cluster.Members.Select(m =>
            new NodeView(m.Node, m.Address, m.Status, m.Since, m.Node == cluster.Self, working.GetValueOrDefault(m.Node))
            {
                Mediamtx = telemetryCaches.Routers.Find(m.Node)?.Value is RouterHealth r
                    ? new RouterView(r.At, r.Up, r.Version, r.Fault, r.Paths, r.Ready, r.Restarts) : null,
            })];
        return Task.FromResult(Outcome.Ok(nodes, WireJson.Plain.IReadOnlyListNodeView));
    }

    private async Task<Outcome> Drain(Call call)
    {
        if (cluster.Members.All(m => m.Node != call.Route("node")))
            return Outcome.Refused(ConfigRefusals.NotFound("node", call.Route("node")));
        return await cluster.Drain(call.Route("node"), call.Stop) is { } refusal ? Outcome.Refused(refusal) : Outcome.NoContent;
    }
}
