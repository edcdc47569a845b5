using System.Text.Json;
using StreamActors.Wire;

namespace StreamActors.Cli;

/// <summary>export and import: the whole configuration as one file.</summary>
internal static class ExportVerbs
{
    private static readonly Option Passphrase = new("--passphrase", "@FILE", "what the secrets are sealed with; asked for where it is left out");

    public static Verb[] Of(string group) =>
    [
        group == "export"
            ? new("export", "the whole configuration, as import takes it", Export)
            {
                Options = [new("--to", "FILE", "there, for its owner only, instead of here"), new("--sealed", null, "with its secrets, sealed with a passphrase"), Passphrase],
            }
            : new("import", "makes the configuration what a file says", Import)
            {
                Arguments = "FILE|-", Fewest = 1, Most = 1, Options = [new("--replace", null, "what the file does not name is removed"), Passphrase],
            },
    ];

    private static ExitCode Export(Session session)
    {
        var isSealed = session.Line.Has("--sealed") || session.Line.Has("--passphrase");
        var answer = isSealed ? session.Door.Post("/api/v1/export", Sealing(session)) : session.Door.Get("/api/v1/export");
        if (session.Line.Value("--to") is not { } file)
        {
            session.Terminal.Write(answer.Body);
            return ExitCode.Done;
        }
        OwnFile.Write(file, answer.Body);
        var (inputs, outputs) = (answer.Json.All(nameof(ExportView.Inputs)).Length, answer.Json.All(nameof(ExportView.Outputs)).Length);
        return session.Done($"{file} holds {Words.Many(inputs, "input", "inputs")} and {Words.Many(outputs, "output", "outputs")}{(isSealed ? ", their secrets sealed" : ", without their secrets")}.");
    }

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
        var answer = session.Door.Post($"/api/v1/import{(session.Line.Has("--replace") ? "?mode=replace" : "")}", Body(session));
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

    /// <summary>The file as it is, with the passphrase where something in it is sealed.</summary>
    private static byte[] Body(Session session)
    {
        var name = session.Line.Argument(0);
        JsonDocument file;
        try
        {
            file = JsonDocument.Parse(name == "-" ? System.Text.Encoding.UTF8.GetBytes(session.Terminal.Input.ReadToEnd()) : File.ReadAllBytes(name));
        }
        catch (Exception broken) when (broken is JsonException or IOException or UnauthorizedAccessException)
        {
            throw VerbFailedException.Misused($"{name} cannot be read: {broken.Message}", "Name a file that streamactors export wrote.");
        }
        using (file)
        {
            var root = new Seen(file.RootElement);
            var isSealed = session.Line.Has("--passphrase") || root.Text(nameof(ExportView.Salt)).Length > 0;
            using var bytes = new MemoryStream();
            using (var json = new Utf8JsonWriter(bytes))
            {
                json.WriteStartObject();
                foreach (var (field, value) in root.Fields())
                {
                    json.WritePropertyName(field);
                    value.Json.WriteTo(json);
                }
                if (isSealed)
                    json.WriteString("passphrase", Ask.SecretOf(session.Terminal, session.Line.Value("--passphrase"), "The passphrase", "--passphrase "));
                json.WriteEndObject();
            }
            return bytes.ToArray();
        }
    }
}
