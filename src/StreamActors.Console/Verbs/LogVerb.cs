using System.Globalization;
using StreamActors.Wire;

namespace StreamActors.Cli;

/// <summary>logs: the last lines of FFmpeg for an input or output, and with -f the new ones as they come.</summary>
internal static class LogVerb
{
    private const int Most = 1000;
    private static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(1);

    public static readonly Verb[] All =
    [
        new("logs", "the last lines FFmpeg wrote for an input, output or workload", Logs)
        {
            Arguments = "ID", Fewest = 1, Most = 1, Ids = "things",
                Options = [new("--follow", null, "print new lines until Ctrl-C (also -f)"),
                new("--lines", "N", "number of lines; 100 by default")],
        },
    ];

    private static ExitCode Logs(Session session)
    {
        var path = Path(session, session.Line.Argument(0));
        var lines = session.Whole("--lines", 100, 1, Most);
        if (!session.Line.Has("--follow"))
            return session.Show(session.Server.Get(string.Create(CultureInfo.InvariantCulture, $"{path}?lines={lines}")),
                json => session.Terminal.Say(Lines(json)));
        using var interrupt = new Interrupt(static () => { });
        // Always the maximum number of lines, so that consecutive reads overlap.
        var longest = string.Create(CultureInfo.InvariantCulture, $"{path}?lines={Most}");
        var said = Lines(session.Server.Get(longest).Json);
        session.Terminal.Say(said.TakeLast(lines));
        session.Terminal.Flush();
        while (!interrupt.Within(PollInterval))
        {
            var now = Lines(session.Server.Get(longest).Json);
            session.Terminal.Say(now.Skip(Known(said, now)));
            session.Terminal.Flush();
            said = now;
        }
        return interrupt.Code;
    }

    /// <summary>How many lines at the beginning were in the previous read: the server does not number lines.</summary>
    public static int Known(IReadOnlyList<string> before, IReadOnlyList<string> now)
    {
        for (var length = Math.Min(before.Count, now.Count); length > 0; length--)
        {
            if (Ends(before, now, length))
                return length;
        }
        return 0;
    }

    private static bool Ends(IReadOnlyList<string> before, IReadOnlyList<string> now, int length)
    {
        for (var n = 0; n < length; n++)
        {
            if (before[before.Count - length + n] != now[n])
                return false;
        }
        return true;
    }

    private static string[] Lines(JsonView log) => [.. log.All(nameof(LogView.Lines)).Select(l => l.ToString())];

    private static string Path(Session session, string text) => text.Split('/') switch
    {
        ["input", var id] => $"{Ids.Path("inputs", id)}/logs",
        ["output", var id] => $"{Ids.Path("outputs", id)}/logs",
        // An ingest is named INPUT~in~INPUT~0; for any other workload the last part but one is its output.
        [var workload] when workload.Split('~') is [_, var cell, var id, _] => $"{Ids.Path(cell == "in" ? "inputs" : "outputs", id)}/logs",
        _ => Ids.Find(session, text) is var (things, id, _) ? $"{Ids.Path(things, id)}/logs" : "",
    };
}
