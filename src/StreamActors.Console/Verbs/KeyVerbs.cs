using System.Text;
using StreamActors.Wire;

namespace StreamActors.Cli;

/// <summary>keys …: API keys for programs.</summary>
internal static class KeyVerbs
{
    public static string[] Roles => ["viewer", "operator", "editor", "admin"];

    public static readonly Verb[] All =
    [
        new("keys list", "the API keys; the keys themselves are not shown", s => s.List(Table)) { Options = Option.Paging("id or name") },
        new("keys create", "creates an API key; shown only once, or written to a file", Create)
        {
            Options =
            [
                new("--name", "NAME", "what the key is for"), Option.Of("--role", "ROLE", "", ["reader", .. Roles]),
                new("--scope", "PART", "only for this part of the API, such as inputs; of a reader, only for this input")
                    { IsRepeated = true },
                new("--expires", "TIME", "when the key expires, such as 2027-01-31T00:00:00Z"),
                new("--to", "FILE", "write the key to FILE, readable by its owner only"),
            ],
        },
        Verb.One("keys revoke", "revokes a key immediately and permanently", Revoke),
        new("keys rotate-signing", "signs login sessions with a new key",
            Rotate) { Options = [new("--now", null, "end the sessions signed with the old key now")] },
    ];

    private static void Table(Session session, JsonView[] keys)
    {
        var now = session.Terminal.Now;
        var table = new Table("KEY", "ROLE", "STATUS", "CREATED", "SCOPES", "NAME");
        foreach (var key in keys)
            table.Add(key.Text(nameof(KeyView.Id)), key.Text(nameof(KeyView.Role)), Status(key, now),
                HumanText.Clock(key.Time(nameof(KeyView.Created)), now), Scopes(key), key.Text(nameof(KeyView.Name)));
        session.Terminal.Say(table, "No keys.");
    }

    private static string Status(JsonView key, DateTimeOffset now) =>
        (key.Flag(nameof(KeyView.Revoked)), key.Time(nameof(KeyView.Expires))) switch
    {
        (true, _) => "revoked",
        (_, { } expires) when expires <= now => "expired",
        (_, { } expires) => $"until {HumanText.Clock(expires, now)}",
        _ => "valid",
    };

    private static string Scopes(JsonView key) =>
        string.Join(',', key.All(nameof(KeyView.Scopes)).Select(s => s.ToString())) is { Length: > 0 } scopes ? scopes : "all";

    private static ExitCode Create(Session session)
    {
        var answer = session.Server.Post("/api/v1/keys", new Fields(session, isEdit: false).Text("--name", "--role", "--expires")
            .List("scopes", "--scope").Bytes());
        var (id, key) = (answer.Json.Text(nameof(KeyIssuedView.Id)), answer.Json.Text(nameof(KeyIssuedView.Key)));
        if (session.Line.Value("--to") is not { } file)
            return session.Show(answer, _ => session.Terminal.Say([$"Key {id}, shown only once and stored nowhere:", key]));
        OwnFile.Write(file, Encoding.UTF8.GetBytes(key + "\n"));
        return session.Done(
            $"Key {id} is in {file}. Use it: --key-file {file}, or streamactors context add NAME --server URL --key-file {file}");
    }

    private static ExitCode Rotate(Session session) =>
        session.Show(session.Server.Post($"/api/v1/keys/rotate-signing{(session.Line.Has("--now") ? "?now=true" : "")}"), json =>
        {
            var older = json.Time(nameof(SigningView.BeforeUntil)) is { } until
                ? $"older sessions stay valid until {HumanText.Clock(until, session.Terminal.Now)} at most"
                : "all older sessions have ended";
            session.Terminal.Say($"Sessions are signed with the key {json.Text(nameof(SigningView.Key))} now; {older}.");
        });

    private static ExitCode Revoke(Session session)
    {
        session.Server.Delete(session.Path());
        return session.Done($"Key {session.Line.Argument(0)} is revoked.");
    }
}
