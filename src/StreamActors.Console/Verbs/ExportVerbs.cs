using StreamActors.Wire;

namespace StreamActors.Cli;

/// <summary>export and import: the whole configuration as one file, in JSON or in YAML.</summary>
internal static class ExportVerbs
{
    private static readonly Option Passphrase = new("--passphrase", "@FILE",
        "the passphrase that encrypts the secrets; asked for if left out");
    private const int MostRemovals = 1_000_000;

    private static readonly Option Yaml = new("--yaml", null, "YAML instead of JSON (FILE.yaml and FILE.yml are YAML anyway)");

    public static Verb[] Of(string group) =>
    [
        group == "export"
            ? new("export", "the whole configuration, in a form that import accepts", Export)
            {
                Options = [new("--to", "FILE", "write FILE, readable by its owner only"),
                    new("--sealed", null, "include the secrets, encrypted with a passphrase"), Passphrase, Yaml],
            }
            : new("import", "applies a configuration file: creates and changes what it names", Import)
            {
                Arguments = "FILE|-", Fewest = 1, Most = 1,
                Options =
                [
                    new("--replace", null, "also remove what the file does not name"),
                        new("--dry-run", null, "print what would change, and change nothing"),
                    new("--yes", null, "remove without asking"), Passphrase, Yaml,
                ],
            },
    ];

    private static ExitCode Export(Session session)
    {
        var isSealed = session.Line.Has("--sealed") || session.Line.Has("--passphrase");
        var passphrase =
            isSealed ? SecretPrompt.SecretOf(session.Terminal, session.Line.Value("--passphrase"), "The passphrase", "--passphrase ")
            : null;
        var type = ImportFile.IsYaml(session, session.Line.Value("--to")) ? ServerConnection.Yaml : ServerConnection.Json;
        var answer = isSealed
            ? session.Server.Post("/api/v1/export", new Fields(session, isEdit: false).Fixed("passphrase", passphrase).Bytes(),
            accept: type)
            : session.Server.Get("/api/v1/export", type);
        if (session.Line.Value("--to") is not { } file)
        {
            session.Terminal.Write(answer.Body);
            return ExitCode.Done;
        }
        OwnFile.Write(file, answer.Body);
        return session.Done(
            $"{file} holds {(type == ServerConnection.Yaml ? "the whole configuration" : Counted(answer.Json))}"
                + $"{(isSealed ? ", its secrets sealed" : ", without its secrets")}.");
    }

    private static string Counted(JsonView export) =>
        $"{HumanText.Many(export.All(nameof(ExportView.Inputs)).Length, "input", "inputs")} and "
        + $"{HumanText.Many(export.All(nameof(ExportView.Outputs)).Length, "output", "outputs")}";

    private static ExitCode Import(Session session)
    {
        var (body, type) = ImportFile.Of(session, session.Line.Argument(0));
        var answer = (session.Line.Has("--dry-run"), session.Line.Has("--replace")) switch
        {
            (true, var replaces) => Send(replaces ? "?mode=replace&dry-run=true" : "?dry-run=true"),
            (_, false) => Send(""),
            (_, true) when session.Line.Has("--yes") => Send($"?mode=replace&removals={MostRemovals}"),
            _ => Send($"?mode=replace&removals={Agreed(session, Send("?mode=replace&dry-run=true").Json.All(nameof(ImportView.Removed)))}"),
        };
        session.Show(answer, json => Tell(session.Terminal, json));
        return ManyShown.Refused(session, answer.Json.All(nameof(ImportView.Refused)));

        Answer Send(string query) => session.Server.Post($"/api/v1/import{query}", body, type);
    }

    /// <summary>Lists the removals and asks for confirmation, and returns their number.</summary>
    private static int Agreed(Session session, JsonView[] removed)
    {
        if (removed.Length == 0)
            return 0;
        foreach (var id in removed)
            session.Terminal.Complain($"{id} would be removed.");
        var what = removed.Length == 1 ? "it" : $"these {removed.Length}";
        if (!SecretPrompt.Yes(session.Terminal, $"Remove {what}?"))
            throw VerbFailedException.Misused("Nothing was changed: the removals were not confirmed.",
                "Add --yes to remove without asking, or --dry-run to see what would change.");
        return removed.Length;
    }

    private static void Tell(Terminal terminal, JsonView json)
    {
        var isDry = json.Flag(nameof(ImportView.DryRun));
        List<string> counts = [];
        foreach (var (word, list) in (ValueTuple<string, string>[])[("created", nameof(ImportView.Created)),
            ("changed", nameof(ImportView.Changed)), ("removed", nameof(ImportView.Removed))])
        {
            foreach (var id in json.All(list))
                terminal.Say($"{id} {(isDry ? "would be" : "is")} {word}.");
            counts.Add($"{json.All(list).Length} {word}");
        }
        if (json.All(nameof(ImportView.Unchanged)) is { Length: > 0 } unchanged)
            terminal.Say($"{HumanText.Many(unchanged.Length, "is", "are")} unchanged.");
        terminal.Say($"{(isDry ? "Dry run, nothing was changed: " : "")}{string.Join(", ", counts)}.");
    }
}
