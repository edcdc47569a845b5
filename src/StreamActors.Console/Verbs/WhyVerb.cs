using StreamActors.Wire;

namespace StreamActors.Cli;

/// <summary>why: the state, its reason, the last events, and what to do about it.</summary>
internal static class WhyVerb
{
    private const int Shown = 10;

    public static readonly Verb[] All = [Verb.One("why", "the state of an input or output, the reason, and the last events",
        Why) with { Ids = "things" }];

    private static ExitCode Why(Session session)
    {
        var (things, id, answer) = Ids.Find(session, session.Line.Argument(0), "/why");
        if (session.Json)
            session.Terminal.Write(answer.Body);
        else
            Explain(session.Terminal, $"{things[..^1]}/{id}", things, id, answer.Json);
        return ExitCode.Done;
    }

    private static void Explain(Terminal terminal, string name, string things, string id, JsonView view)
    {
        var (state, now, ansiStyle) = (view.At(nameof(InputView.State)), terminal.Now, terminal.Style);
        var phase = state.Text(nameof(StateView.Phase));
        var since = HumanText.Since(state.Time(nameof(StateView.Since)), now);
        var reason = HumanText.Reason(state, now);
        terminal.Say(
            $"{ansiStyle.Head(name)} is "
                + $"{ansiStyle.Phase(phase, phase)}{(since.Length > 0 ? $" for {since}" : "")}{(reason.Length > 0 ? $": {reason}" : ".")}");
        terminal.Say(
            $"Ordered {HumanText.Order(view)}{(state.Text(nameof(StateView.Node)) is { Length: > 0 } node ? $", running on {node}" : "")}.");
        Past(terminal, view, now, ansiStyle);
        if (Advice(phase, view, things, id) is { } advice)
            terminal.Say(advice);
    }

    private static void Past(Terminal terminal, JsonView view, DateTimeOffset now, AnsiStyle ansiStyle)
    {
        var told = view.All(nameof(WhyView.Past)).Where(TimelineText.Explains).Take(Shown).Reverse().ToList();
        if (told.Count > 0)
            terminal.Say("Last events:");
        foreach (var entry in told)
            terminal.Say($"  {ansiStyle.Aside(HumanText.Clock(entry.Time(nameof(TimelineView.At)), now))}  {TimelineText.Words(entry)}");
    }

    /// <summary>What an operator can do.</summary>
    private static string? Advice(string phase, JsonView view, string things, string id)
    {
        var input = view.Text(nameof(OutputView.Input));
        return (phase, view.Flag(nameof(InputView.On))) switch
        {
            _ when things == "workloads" => null,
            ("idle" or "stopping", false) => $"Start it: streamactors {things} start {id}",
            ("parked", _) =>
                $"Parked: no automatic retry. Fix the cause (streamactors {things} edit {id} …), then: streamactors {things} retry {id}",
            ("backing-off", _) => $"It retries automatically. Retry now: streamactors {things} retry {id}",
            ("waiting", true) when input.Length > 0 => $"Its input is not on air: streamactors why input/{input}",
            ("waiting", true) => "Nothing received from its source yet.",
            ("slow", _) => "Lower the bit rate at the encoder, or check the network and the destination.",
            ("stalled", _) => $"FFmpeg's log: streamactors logs {things[..^1]}/{id}",
            _ => null,
        };
    }
}
