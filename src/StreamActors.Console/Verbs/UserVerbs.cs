using System.Text.Json;
using StreamActors.Wire;

namespace StreamActors.Cli;

/// <summary>users …: people who log in.</summary>
internal static class UserVerbs
{
    private static readonly Option Role = new("--role", "ROLE", "viewer, operator, editor or admin") { Words = KeyVerbs.Roles };

    public static readonly Verb[] All =
    [
        new("users list", "the users", List) { Options = [new("--sort", "FIELD", "by id or role; -FIELD for backwards"), new("--page", "N", "which page"), new("--size", "N", "how many a page holds")] },
        new("users show", "one user", Show) { Arguments = "ID", Fewest = 1, Most = 1, Ids = "users" },
        new("users create", "creates a user; asks for the password", Create) { Arguments = "ID", Fewest = 1, Most = 1, Options = [Role, new("--password", "@FILE", "from a file instead")] },
        new("users edit", "changes the role or the password, or disables the user", Edit)
        {
            Arguments = "ID", Fewest = 1, Most = 1, Ids = "users", Options = [Role, new("--password", "[@FILE]", "a new password, from a file or asked for"), new("--disable", null, "the user can no longer log in"), new("--enable", null, "the user can log in again"), new("--if-version", "N", "only if this is still the version")],
        },
        new("users remove", "removes a user", Remove) { Arguments = "ID", Fewest = 1, Most = 1, Ids = "users" },
        new("users end-sessions", "logs a user out everywhere", EndSessions) { Arguments = "ID", Fewest = 1, Most = 1, Ids = "users" },
    ];

    private static ExitCode List(Session session) => session.Show(session.Door.Get($"/api/v1/users{session.Query("--sort", "--page", "--size")}"), json => Table(session, json.All(nameof(Listing<object>.Items))));

    private static ExitCode Show(Session session) => session.Show(session.Door.Get(Ids.Path("users", session.Line.Argument(0))), json => Table(session, [json]));

    private static void Table(Session session, Seen[] users)
    {
        var now = session.Terminal.Time.GetUtcNow();
        var table = new Table("USER", "ROLE", "STATUS", "CREATED", "VERSION");
        foreach (var user in users)
            table.Add(user.Text(nameof(UserView.Id)), user.Text(nameof(UserView.Role)), user.Flag(nameof(UserView.Disabled)) ? "disabled" : "enabled", Words.Clock(user.Time(nameof(UserView.Created)), now), user.Text(nameof(UserView.Version)));
        session.Terminal.Say(table.Count == 0 ? ["No users."] : table.Lines(new Ink(session.Terminal.HasColour), session.Terminal.Columns()));
    }

    private static ExitCode Create(Session session) => session.Show(session.Door.Post("/api/v1/users", Body(session, isNew: true)), json => session.Terminal.Say($"user/{json.Text(nameof(UserView.Id))} is created, as {json.Text(nameof(UserView.Role))}."));

    private static ExitCode Edit(Session session) => session.Show(
        session.Door.Patch(Ids.Path("users", session.Line.Argument(0)), Body(session, isNew: false), session.Line.Value("--if-version")),
        json => session.Terminal.Say($"user/{json.Text(nameof(UserView.Id))} is changed: {json.Text(nameof(UserView.Role))}, {(json.Flag(nameof(UserView.Disabled)) ? "disabled" : "enabled")}."));

    private static byte[] Body(Session session, bool isNew)
    {
        var line = session.Line;
        if (line.Has("--disable") && line.Has("--enable"))
            throw VerbFailedException.Misused("--disable and --enable do not go together.", "Say one of them.");
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            if (isNew)
                json.WriteString("id", line.Argument(0));
            if (line.Value("--role") is { } role)
                json.WriteString("role", role);
            if (isNew || line.Has("--password"))
                json.WriteString("password", Ask.SecretOf(session.Terminal, line.Value("--password"), "The password", "--password "));
            if (line.Has("--disable") || line.Has("--enable"))
                json.WriteBoolean("disabled", line.Has("--disable"));
            json.WriteEndObject();
        }
        return bytes.ToArray();
    }

    private static ExitCode Remove(Session session)
    {
        session.Door.Delete(Ids.Path("users", session.Line.Argument(0)));
        return session.Done($"user/{session.Line.Argument(0)} is removed.");
    }

    private static ExitCode EndSessions(Session session)
    {
        session.Door.Post($"{Ids.Path("users", session.Line.Argument(0))}/end-sessions");
        return session.Done($"user/{session.Line.Argument(0)} is logged out everywhere.");
    }
}
