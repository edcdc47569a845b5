using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using StreamActors.Wire;

namespace StreamActors.Cli;

/// <summary>The file to import as it is, with the passphrase if it contains encrypted secrets.</summary>
internal static partial class ImportFile
{
    public static bool IsYaml(Session session, string? file) =>
        session.Line.Has("--yaml") || (file is not null && (file.EndsWith(".yaml", StringComparison.OrdinalIgnoreCase)
        || file.EndsWith(".yml", StringComparison.OrdinalIgnoreCase)));

    public static (byte[] Body, string Type) Of(Session session, string file)
    {
        try
        {
            var bytes = file == "-" ? Encoding.UTF8.GetBytes(session.Terminal.Input.ReadToEnd()) : File.ReadAllBytes(file);
            return IsYaml(session, file) ? (Yaml(session, bytes), ServerConnection.Yaml) : (Json(session, bytes), ServerConnection.Json);
        }
        catch (Exception broken) when (broken is JsonException or IOException or UnauthorizedAccessException)
        {
            throw VerbFailedException.Misused($"{file} cannot be read: {broken.Message}",
                "Give a file that streamactors export wrote; for YAML, name it .yaml or .yml, or pass --yaml.");
        }
    }

    /// <summary>The server parses it: here only a line with the passphrase is appended.</summary>
    private static byte[] Yaml(Session session, byte[] bytes) =>
        !session.Line.Has("--passphrase") && !Salt().IsMatch(Encoding.UTF8.GetString(bytes))
        ? bytes
        : [.. bytes, .. Encoding.UTF8.GetBytes($"\npassphrase: '{Words(session).Replace("'", "''", StringComparison.Ordinal)}'\n")];

    private static byte[] Json(Session session, byte[] file)
    {
        using var document = JsonDocument.Parse(file);
        var root = new JsonView(document.RootElement);
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
                json.WriteString("passphrase", Words(session));
            json.WriteEndObject();
        }
        return bytes.ToArray();
    }

    private static string Words(Session session) =>
        SecretPrompt.SecretOf(session.Terminal, session.Line.Value("--passphrase"), "The passphrase", "--passphrase ");

    [GeneratedRegex(@"^salt:[ \t]*(?!(?:null|~)?[ \t]*(?:#.*)?\r?$)\S", RegexOptions.Multiline | RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 5000)]
    private static partial Regex Salt();
}
