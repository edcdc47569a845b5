using System.Globalization;
using StreamActors.Wire;

namespace StreamActors.Cli;

/// <summary>watch: a live table. wait: blocks until a phase is reached.</summary>
internal static class WatchVerbs
{
    private static readonly TimeSpan ParkedFor = TimeSpan.FromSeconds(1);

    public static Verb[] Of(string group) =>
    [
        group == "watch"
            ? new("watch", "a live table of inputs and outputs, until Ctrl-C; reconnects when the server restarts", Watch)
            : new("wait", "waits until an input or output is in PHASE; ends at once if it, or its input, is parked", Wait)
            {
                Arguments = "KIND/ID PHASE", Fewest = 2, Most = 2, Ids = "things",
                    Options = [new("--for", "SECONDS", "timeout; 60 by default")],
            },
    ];

    private static ExitCode Watch(Session session)
    {
        var isTable = session.Terminal.IsTerminal && !session.Json;
        using var screen = isTable ? new Screen(session.Terminal) : null;
        var board = new Board { Moved = row => Tell(session, row, isTable) };
        var server = session.Server.Target.Url;
        using var feed = new FollowedFeed(session)
        {
            Lost = reason =>
            {
                screen?.Draw(board, server, reason);
                if (!isTable)
                    session.Terminal.Complain($"streamactors: {server.Authority}: {reason} Reconnecting …");
            },
            Reopened = () =>
            {
                board.Renew();
                if (!isTable)
                    session.Terminal.Complain($"streamactors: {server.Authority}: connected again.");
            },
        };
        using var interrupt = new Interrupt(feed.End);
        while (feed.Next() is { } batch)
        {
            if (session.Json)
                session.Terminal.Say(session.Terminal.IsTerminal ? Printable.Document(batch) : batch);
            else
                board.Take(LiveFeed.Read(batch));
            screen?.Draw(board, server);
            session.Terminal.Flush();
        }
        return interrupt.Code;
    }

    /// <summary>Without a terminal, a line for each phase change.</summary>
    private static void Tell(Session session, BoardRow row, bool isTable)
    {
        if (isTable || session.Json)
            return;
        var now = session.Terminal.Now;
        var reason = HumanText.Reason(row.State, now);
        session.Terminal.Say($"{HumanText.Clock(now, now)} {row.Kind}/{row.Id} {row.Phase}{(reason.Length > 0 ? $": {reason}" : "")}");
    }

    private static ExitCode Wait(Session session)
    {
        var (thing, phase) = (Ids.Entity(session.Line.Argument(0)), session.Line.Argument(1));
        if (!ThingVerbs.Phases.Contains(phase))
            throw VerbFailedException.Misused($"'{phase}' is not a phase.", $"Phases: {string.Join(", ", ThingVerbs.Phases)}.");
        var timeout = session.Whole("--for", 60, 0, 86_400);
        var board = new Board();
        using var feed = new FollowedFeed(session) { Reopened = board.Renew };
        using var timer =
            session.Terminal.Time.CreateTimer(_ => feed.End(), null, TimeSpan.FromSeconds(timeout), Timeout.InfiniteTimeSpan);
        // An item that was just fixed may still be reported as parked: it is checked again after a moment.
        using var again = session.Terminal.Time.CreateTimer(_ => feed.End(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        var isWhole = false;
        string? parked = null;
        while (feed.Next() is { } batch)
        {
            isWhole |= !board.Take(LiveFeed.Read(batch));
            var row = board.Find(thing);
            if (row?.Phase == phase)
                return session.Done($"{thing} is {phase}.");
            if (isWhole && row is null)
                throw new VerbFailedException(ExitCode.NotFound, $"There is no {thing}.", "List them all: streamactors status");
            if (Parked(board, row) is var holder && parked != holder)
                again.Change((parked = holder) is null ? Timeout.InfiniteTimeSpan : ParkedFor, Timeout.InfiniteTimeSpan);
        }
        var last = board.Find(thing);
        if (Parked(board, last) is { } cause)
            throw Held(board, thing, phase, cause);
        throw new VerbFailedException(
            ExitCode.TimedOut, string.Create(CultureInfo.InvariantCulture,
                $"{thing} is {last?.Phase ?? "unknown"} and not {phase}, after {timeout} s."), $"See why: streamactors why {thing}");
    }

    /// <summary>The parked item that blocks it: itself, or its input.</summary>
    private static string? Parked(Board board, BoardRow? row) => row switch
    {
        { Phase: "parked" } => $"{row.Kind}/{row.Id}",
        { Phase: "waiting", Kind: "output" }
            when $"input/{row.View.Text(nameof(OutputView.Input))}" is var input && board.Find(input)?.Phase == "parked" => input,
        _ => null,
    };

    private static VerbFailedException Held(Board board, string thing, string phase, string cause)
    {
        var reason = board.Find(cause)?.State.Text(nameof(StateView.Reason)) ?? "";
        var said = cause == thing ? $"{thing} is parked and will not be {phase} by itself"
            : $"{thing} will not be {phase} by itself, because its input is parked. {cause}";
        return new VerbFailedException(
            ExitCode.Parked, $"{said}{(reason.Length > 0 ? $": {reason}" : ".")}",
            $"Fix the cause, then: streamactors {cause.Replace("/", "s retry ", StringComparison.Ordinal)}");
    }
}
