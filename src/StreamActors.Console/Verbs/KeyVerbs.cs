using System.Text;
using System.Text.Json;
using StreamActors.Wire;

namespace StreamActors.Cli;

/// <summary>keys …: who may use the API without being a person.</summary>
internal static class KeyVerbs
{
    public static string[] Roles => ["viewer", "operator", "editor", "admin"];

    public static readonly Verb[] All =
    [
        new("keys list", "the API keys; the keys themselves are not shown", List) { Options = [new("--sort", "FIELD", "by id or name; -FIELD for backwards"), new("--page", "N", "which page"), new("--size", "N", "how many a page holds")] },
        new("keys create", "creates an API key; shown only once, or written to a file", Create)
        {
            Options =
            [
                new("--name", "NAME", "what it is for"), new("--role", "ROLE", "viewer, operator, editor or admin") { Words = Roles },
                new("--scope", "PART", "only for this part of the API, such as inputs") { IsRepeated = true },
                new("--expires", "TIME", "when the key expires, such as 2027-01-31T00:00:00Z"), new("--to", "FILE", "write the key to FILE, readable by its owner only"),
            ],
        },
        new("keys revoke", "revokes a key, at once and for good", Revoke) { Arguments = "ID", Fewest = 1, Most = 1, Ids = "keys" },
        new("keys rotate-signing", "signs login sessions with a new key", Rotate) { Options = [new("--now", null, "end the sessions signed with the old key now")] },
    ];

    private static ExitCode List(Session session) => session.Show(session.Door.Get($"/api/v1/keys{session.Query("--sort", "--page", "--size")}"), json =>
    {
        var now = session.Terminal.Time.GetUtcNow();
        var table = new Table("KEY", "ROLE", "STATUS", "CREATED", "SCOPES", "NAME");
        foreach (var key in json.All(nameof(Listing<object>.Items)))
            table.Add(key.Text(nameof(KeyView.Id)), key.Text(nameof(KeyView.Role)), Status(key, now), Words.Clock(key.Time(nameof(KeyView.Created)), now), Scopes(key), key.Text(nameof(KeyView.Name)));
        session.Terminal.Say(table.Count == 0 ? ["No keys."] : table.Lines(new Ink(session.Terminal.HasColour), session.Terminal.Columns()));
    });

    private static string Status(Seen key, DateTimeOffset now) => (key.Flag(nameof(KeyView.Revoked)), key.Time(nameof(KeyView.Expires))) switch
    {
        (true, _) => "revoked",
        (_, { } expires) when expires <= now => "expired",
        (_, { } expires) => $"until {Words.Clock(expires, now)}",
        _ => "valid",
    };

    private static string Scopes(Seen key) => string.Join(',', key.All(nameof(KeyView.Scopes)).Select(s => s.ToString())) is { Length: > 0 } scopes ? scopes : "all";

    private static ExitCode Create(Session session)
    {
        var answer = session.Door.Post("/api/v1/keys", Body(session.Line));
        var (id, key) = (answer.Json.Text(nameof(KeyIssuedView.Id)), answer.Json.Text(nameof(KeyIssuedView.Key)));
        if (session.Line.Value("--to") is not { } file)
            return session.Show(answer, _ => session.Terminal.Say([$"Key {id}, shown only once and stored nowhere:", key]));
        OwnFile.Write(file, Encoding.UTF8.GetBytes(key + "\n"));
        return session.Done($"Key {id} is in {file}. Use it: --key-file {file}, or streamactors context add NAME --server URL --key-file {file}");
    }

    private static byte[] Body(CommandLine line)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            if (line.Value("--name") is { } name)
                json.WriteString("name", name);
            if (line.Value("--role") is { } role)
                json.WriteString("role", role);
            if (line.Value("--expires") is { } expires)
                json.WriteString("expires", expires);
            if (line.Has("--scope"))
            {
                json.WriteStartArray("scopes");
                foreach (var scope in line.All("--scope"))
                    json.WriteStringValue(scope);
                json.WriteEndArray();
            }
            json.WriteEndObject();
        }
        return bytes.ToArray();
    }

    private static ExitCode Rotate(Session session) => session.Show(
        session.Door.Post($"/api/v1/keys/rotate-signing{(session.Line.Has("--now") ? "?now=true" : "")}"),
        json => session.Terminal.Say([json.Time(nameof(SigningView.BeforeUntil)) is { } until
            ? $"Sessions are signed with the key {json.Text(nameof(SigningView.Key))} now; older sessions stay valid until {Words.Clock(until, session.Terminal.Time.GetUtcNow())} at most."
            : $"Sessions are signed with the key {json.Text(nameof(SigningView.Key))} now; all older sessions have ended."]));

    private static ExitCode Revoke(Session session)
    {
        session.Door.Delete(Ids.Path("keys", session.Line.Argument(0)));
        return session.Done($"Key {session.Line.Argument(0)} is revoked.");
    }
}
