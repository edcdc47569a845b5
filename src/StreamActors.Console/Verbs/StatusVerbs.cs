using StreamActors.Wire;

namespace StreamActors.Cli;

/// <summary>What is on air, and what should be but is not.</summary>
internal static class StatusVerbs
{
    public static readonly Verb[] All = [new("status", "what is on air, and what should be but is not", Status)];

    private static ExitCode Status(Session session)
    {
        using var feed = session.Server.Open(LiveFeed.Path);
        var board = new Board();
        var more = true;
        while (more && feed.Next() is { } batch)
        {
            if (session.Json)
                session.Terminal.Say(session.Terminal.IsTerminal ? Printable.Document(batch) : batch);
            more = board.Take(LiveFeed.Read(batch));
        }
        if (!session.Json)
            Say(board, session);
        return ExitCode.Done;
    }

    private static void Say(Board board, Session session)
    {
        var (terminal, now) = (session.Terminal, session.Terminal.Now);
        foreach (var kind in (string[])["input", "output"])
        {
            var rows = board.Rows.Where(r => r.Kind == kind).ToList();
            var wanted = rows.Where(r => r.On).ToList();
            terminal.Say(
                $"{wanted.Count(r => r.Phase == "on-air")} of {HumanText.Many(wanted.Count, kind, kind + "s")} on "
                    + $"air{(wanted.Count < rows.Count ? $", {rows.Count - wanted.Count} ordered off" : "")}");
        }
        var ill = board.Rows.Where(r => r.On != (r.Phase == "on-air") && !(r is { On: false, Phase: "idle" })).ToList();
        if (ill.Count == 0)
            return;
        terminal.Say("");
        terminal.Say(board.Table(ill, now));
        terminal.Say("");
        terminal.Say($"Details: streamactors why {ill[0].Kind}/{ill[0].Id}");
    }
}
