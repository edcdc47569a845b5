using System.Globalization;

namespace StreamActors.Cli;

/// <summary>watch: what is, as it changes. wait: until it is what it should be.</summary>
internal static class WatchVerbs
{
    public static Verb[] Of(string group) =>
    [
        group == "watch"
            ? new("watch", "all inputs and outputs as they change, until Ctrl-C", Watch)
            : new("wait", "until an input or output is in a phase", Wait)
            {
                Arguments = "KIND/ID PHASE", Fewest = 2, Most = 2, Ids = "things", Options = [new("--for", "SECONDS", "how long at most; 60 where it is left out")],
            },
    ];

    private static ExitCode Watch(Session session)
    {
        var isTable = session.Terminal.IsTerminal && !session.Json;
        using var screen = isTable ? new Screen(session.Terminal) : null;
        using var feed = session.Door.Open(LiveFeed.Path);
        using var interrupt = new Interrupt(feed.Cut);
        var board = new Board { Moved = row => Tell(session, row, isTable) };
        while (feed.Next() is { } batch)
        {
            if (session.Json)
                session.Terminal.Say(batch);
            else
                board.Take(LiveFeed.Read(batch));
            screen?.Draw(board, session.Door.Target.Url);
            session.Terminal.Flush();
        }
        screen?.Dispose();
        return interrupt.Came
            ? ExitCode.Done
            : throw new VerbFailedException(ExitCode.Unreachable, feed.Goodbye ?? "The connection has broken.", "See whether it is up: streamactors health");
    }

    /// <summary>Where nobody looks at a table, a line for each move.</summary>
    private static void Tell(Session session, BoardRow row, bool isTable)
    {
        if (isTable || session.Json)
            return;
        var now = session.Terminal.Time.GetUtcNow();
        var reason = Words.Reason(row.State, now);
        session.Terminal.Say($"{Words.Clock(now, now)} {row.Kind}/{row.Id} {row.Phase}{(reason.Length > 0 ? $": {reason}" : "")}");
    }

    private static ExitCode Wait(Session session)
    {
        var (thing, phase) = (Ids.Entity(session.Line.Argument(0)), session.Line.Argument(1));
        if (!ThingVerbs.Phases.Contains(phase))
            throw VerbFailedException.Misused($"'{phase}' is no phase.", $"There are {string.Join(", ", ThingVerbs.Phases)}.");
        var patience = session.Whole("--for", 60, 0, 86_400);
        using var feed = session.Door.Open(LiveFeed.Path);
        using var timer = session.Terminal.Time.CreateTimer(_ => feed.Cut(), null, TimeSpan.FromSeconds(patience), Timeout.InfiniteTimeSpan);
        var board = new Board();
        var isWhole = false;
        while (feed.Next() is { } batch)
        {
            isWhole |= !board.Take(LiveFeed.Read(batch));
            if (board.Find(thing) is { } row && row.Phase == phase)
                return session.Done($"{thing} is {phase}.");
            if (isWhole && board.Find(thing) is null)
                throw new VerbFailedException(ExitCode.NotFound, $"There is no {thing}.", "See what there is: streamactors status");
        }
        if (feed.Goodbye is { } goodbye)
            throw new VerbFailedException(ExitCode.Unreachable, goodbye, "See whether it is up: streamactors health");
        throw new VerbFailedException(
            ExitCode.TimedOut, string.Create(CultureInfo.InvariantCulture, $"{thing} is {board.Find(thing)?.Phase ?? "unknown"} and not {phase}, after {patience} s."), $"See why: streamactors why {thing}");
    }
}
