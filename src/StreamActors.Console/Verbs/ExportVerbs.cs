using System.Text.Json;
using StreamActors.Wire;

namespace StreamActors.Cli;

/// <summary>export and import: the whole configuration as one file, in JSON or in YAML.</summary>
internal static class ExportVerbs
{
    private static readonly Option Passphrase = new("--passphrase", "@FILE", "what the secrets are sealed with; asked for where it is left out");
    private static readonly Option Yaml = new("--yaml", null, "in YAML, as a FILE.yaml or FILE.yml is anyway");

    public static Verb[] Of(string group) =>
    [
        group == "export"
            ? new("export", "the whole configuration, as import takes it", Export)
            {
                Options = [new("--to", "FILE", "there, for its owner only, instead of here"), new("--sealed", null, "with its secrets, sealed with a passphrase"), Passphrase, Yaml],
            }
            : new("import", "makes the configuration what a file says", Import)
            {
                Arguments = "FILE|-", Fewest = 1, Most = 1, Options = [new("--replace", null, "what the file does not name is removed"), Passphrase, Yaml],
            },
    ];

    private static ExitCode Export(Session session)
    {
        var isSealed = session.Line.Has("--sealed") || session.Line.Has("--passphrase");
        var type = ImportFile.IsYaml(session, session.Line.Value("--to")) ? Door.Yaml : Door.Json;
        var answer = isSealed ? session.Door.Post("/api/v1/export", Sealing(session), accept: type) : session.Door.Get("/api/v1/export", type);
        if (session.Line.Value("--to") is not { } file)
        {
            session.Terminal.Write(answer.Body);
            return ExitCode.Done;
        }
        OwnFile.Write(file, answer.Body);
        return session.Done($"{file} holds {(type == Door.Yaml ? "the whole configuration" : Counted(answer.Json))}{(isSealed ? ", its secrets sealed" : ", without its secrets")}.");
    }

    private static string Counted(Seen export) =>
        $"{Words.Many(export.All(nameof(ExportView.Inputs)).Length, "input", "inputs")} and {Words.Many(export.All(nameof(ExportView.Outputs)).Length, "output", "outputs")}";

    private static byte[] Sealing(Session session)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            json.WriteString("passphrase", Ask.SecretOf(session.Terminal, session.Line.Value("--passphrase"), "The passphrase", "--passphrase "));
            json.WriteEndObject();
        }
        return bytes.ToArray();
    }

    private static ExitCode Import(Session session)
    {
        var (body, type) = ImportFile.Of(session, session.Line.Argument(0));
        var answer = session.Door.Post($"/api/v1/import{(session.Line.Has("--replace") ? "?mode=replace" : "")}", body, type);
        session.Show(answer, json =>
        {
            foreach (var (word, list) in (ValueTuple<string, string>[])[("created", nameof(ImportView.Created)), ("changed", nameof(ImportView.Changed)), ("removed", nameof(ImportView.Removed))])
            {
                foreach (var id in json.All(list))
                    session.Terminal.Say($"{id} is {word}.");
            }
            if (json.All(nameof(ImportView.Unchanged)) is { Length: > 0 } unchanged)
                session.Terminal.Say($"{Words.Many(unchanged.Length, "is", "are")} as the file says already.");
        });
        return ManyShown.Refused(session, answer.Json.All(nameof(ImportView.Refused)));
    }
}
