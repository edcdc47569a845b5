using StreamActors.Wire;

namespace StreamActors.Cli;

/// <summary>nodes …: the servers of a cluster.</summary>
internal static class NodeVerbs
{
    public static readonly Verb[] All =
    [
        new("nodes list", "the nodes, as seen by the one that answers", List),
        Verb.New("nodes drain", "moves everything off a node, which then leaves the cluster", Drain) with { Arguments = "NODE" },
    ];

    private static ExitCode List(Session session) => session.Show(session.Server.Get("/api/v1/nodes"), json =>
    {
        var now = session.Terminal.Now;
        var table = new Table("NODE", "STATUS", "WORKING", "SINCE", "ADDRESS") { Phase = 1, Right = [2, 3] };
        foreach (var node in json.Items())
            table.Add(node.Text(nameof(NodeView.Node)) + (node.Flag(nameof(NodeView.Self)) ? " *" : ""), node.Text(nameof(NodeView.Status)),
                node.Text(nameof(NodeView.Working)), HumanText.Since(node.Time(nameof(NodeView.Since)), now),
                node.Text(nameof(NodeView.Address)));
        session.Terminal.Say(table);
        foreach (var node in json.Items().Where(n => n.At(nameof(NodeView.Mediamtx)).IsThere))
        {
            var router = node.At(nameof(NodeView.Mediamtx));
            session.Terminal.Say($"MediaMTX {router.Text(nameof(RouterView.Version))} of {node.Text(nameof(NodeView.Node))}: "
                + (router.Flag(nameof(RouterView.Up))
                    ? $"{router.Text(nameof(RouterView.Paths))} paths, {router.Text(nameof(RouterView.Ready))} with media, "
                        + $"{router.Text(nameof(RouterView.Restarts))} restarts."
                    : router.Text(nameof(RouterView.Fault))));
        }
    });

    private static ExitCode Drain(Session session)
    {
        session.Server.Post($"{session.Path()}/drain");
        return session.Done($"{session.Line.Argument(0)} is drained and leaves the cluster.");
    }
}
