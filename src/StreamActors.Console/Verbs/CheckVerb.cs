using StreamActors.Wire;

namespace StreamActors.Cli;

/// <summary>inputs check and outputs check: tries an address without creating anything.</summary>
internal static class CheckVerb
{
    private const int Widest = 10;

    public static Verb Of(string things) => new($"{things} check",
        things == "inputs" ? "tries its address, or another with --url, for some seconds, and tells the codecs"
            : "tries its address, or another with --url, for some seconds, without media",
        s => Check(s, things)) { Arguments = "[ID]", Most = 1, Ids = things, Options = Drafts.OfAddress(things) };

    private static ExitCode Check(Session session, string things)
    {
        var (line, terminal) = (session.Line, session.Terminal);
        if (line.Arguments.Count == 0 && line.Value("--url") is null)
            throw VerbFailedException.Misused($"{things} check requires an ID or --url.", $"Use streamactors {things} check --url URL.");
        if (line.Value("--url") is null && (line.Has("--option") || line.Has("--secret")))
            throw VerbFailedException.Misused("--option and --secret belong to --url.", "Give the whole address, with --url.");
        var answer = session.Server.Post("/api/v1/preflight", new Fields(session, isEdit: false).Fixed("kind", things[..^1])
            .Fixed("id", line.Arguments.FirstOrDefault()).Below("address", Drafts.Address(session, isEdit: false)).Bytes());
        if (session.Json)
            terminal.Write(answer.Body);
        else
            foreach (var check in answer.Json.All(nameof(PreflightView.Checks)))
                Show(terminal, check);
        return answer.Json.Text(nameof(PreflightView.Result)) == "fail" ? ExitCode.Refused : ExitCode.Done;
    }

    private static void Show(Terminal terminal, JsonView check)
    {
        var result = check.Text(nameof(PreflightCheckView.Result));
        var cure = check.Text(nameof(PreflightCheckView.Cure));
        var width = Math.Min(terminal.Columns(), 100);
        terminal.Say($"{terminal.Style.Phase(result == "fail" ? "failed" : result, result.PadRight(4))}  "
            + $"{check.Text(nameof(PreflightCheckView.Name)).PadRight(Widest)}  {check.Text(nameof(PreflightCheckView.Text))}");
        if (cure.Length > 0)
            terminal.Say(Paragraph.Wrap(cure, Widest + 8, width));
    }
}
