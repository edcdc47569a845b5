using StreamActors.Wire;

namespace StreamActors.Cli;

/// <summary>nodes …: the servers of a cluster.</summary>
internal static class NodeVerbs
{
    public static readonly Verb[] All =
    [
        new("nodes list", "the nodes, as seen by the one that answers", List),
        new("nodes drain", "moves everything off a node, then lets it leave", Drain) { Arguments = "NODE", Fewest = 1, Most = 1 },
    ];

    private static ExitCode List(Session session) => session.Show(session.Door.Get("/api/v1/nodes"), json =>
    {
        var now = session.Terminal.Time.GetUtcNow();
        var table = new Table("NODE", "STATUS", "WORKING", "SINCE", "ADDRESS") { Phase = 1, Right = [2, 3] };
        foreach (var node in json.Items())
            table.Add(node.Text(nameof(NodeView.Node)) + (node.Flag(nameof(NodeView.Self)) ? " *" : ""), node.Text(nameof(NodeView.Status)), node.Text(nameof(NodeView.Working)), Words.Since(node.Time(nameof(NodeView.Since)), now), node.Text(nameof(NodeView.Address)));
        session.Terminal.Say(table.Lines(new Ink(session.Terminal.HasColour), session.Terminal.Columns()));
    });

    private static ExitCode Drain(Session session)
    {
        session.Door.Post($"{Ids.Path("nodes", session.Line.Argument(0))}/drain");
        return session.Done($"{session.Line.Argument(0)} is drained and leaves the cluster.");
    }
}
