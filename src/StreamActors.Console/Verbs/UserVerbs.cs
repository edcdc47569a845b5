using StreamActors.Wire;

namespace StreamActors.Cli;

/// <summary>users …: people who log in.</summary>
internal static class UserVerbs
{
    private static readonly Option Role = Option.Of("--role", "ROLE", "", KeyVerbs.Roles);

    public static readonly Verb[] All =
    [
        new("users list", "the users", s => s.List(Table)) { Options = Option.Paging("id or role") },
        Verb.One("users show", "one user", s => s.Show(s.Server.Get(s.Path()), json => Table(s, [json]))),
        Verb.New("users create", "creates a user; asks for the password", Create, Role,
            new("--password", "@FILE", "read the password from FILE")),
        Verb.One(
            "users edit", "changes the role or the password, or disables the user", Edit, Role,
                new("--password", "[@FILE]", "a new password, from FILE or asked for"),
            new("--disable", null, "the user can no longer log in"), new("--enable", null, "the user can log in again"), Option.IfVersion),
        Verb.One("users remove", "removes a user", s => s.Remove()),
        Verb.One("users end-sessions", "logs a user out everywhere", EndSessions),
    ];

    private static void Table(Session session, JsonView[] users)
    {
        var table = new Table("USER", "ROLE", "STATUS", "CREATED", "VERSION");
        foreach (var user in users)
            table.Add(user.Text(nameof(UserView.Id)), user.Text(nameof(UserView.Role)), Status(user),
                HumanText.Clock(user.Time(nameof(UserView.Created)), session.Terminal.Now), user.Text(nameof(UserView.Version)));
        session.Terminal.Say(table, "No users.");
    }

    private static string Status(JsonView user) => user.Flag(nameof(UserView.Disabled)) ? "disabled" : "enabled";

    private static ExitCode Create(Session session) => session.Show(
        session.Server.Post("/api/v1/users", Body(session, isEdit: false)), json =>
            session.Terminal.Say($"user/{json.Text(nameof(UserView.Id))} is created, as {json.Text(nameof(UserView.Role))}."));

    private static ExitCode Edit(Session session) => session.Show(
        session.Edit(Body(session, isEdit: true)), json =>
            session.Terminal.Say($"user/{json.Text(nameof(UserView.Id))} is changed: {json.Text(nameof(UserView.Role))}, {Status(json)}."));

    private static byte[] Body(Session session, bool isEdit)
    {
        var fields = new Fields(session, isEdit).Fixed("id", isEdit ? null : session.Line.Argument(0)).Text("--role")
            .Flag("disabled", "--disable", "--enable");
        if (!isEdit || session.Line.Has("--password"))
            fields.Fixed("password",
                SecretPrompt.SecretOf(session.Terminal, session.Line.Value("--password"), "The password", "--password "));
        return fields.Bytes();
    }

    private static ExitCode EndSessions(Session session)
    {
        session.Server.Post($"{session.Path()}/end-sessions");
        return session.Done($"{session.Named} is logged out everywhere.");
    }
}
