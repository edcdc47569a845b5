using StreamActors.Wire;

namespace StreamActors.Cli;

/// <summary>login and logout: a user's session, stored like the key of a context.</summary>
internal static class LoginVerbs
{
    public static Verb[] Of(string group) =>
    [
        group == "login"
            ? new("login", "logs a user in for a day and stores the session in the context in use; asks for the password",
                Login) { Arguments = "USER", Fewest = 1, Most = 1, Options = [new("--password", "@FILE", "read the password from FILE")] }
            : new("logout", "logs the user of the stored session out everywhere, and removes the session", Logout),
    ];

    private static ExitCode Login(Session session)
    {
        var (line, terminal, file) = (session.Line, session.Terminal, ContextFile.Of(session.Terminal));
        var user = line.Argument(0);
        var url = session.Server.Target.Url;
        if (url is { Scheme: "http", IsLoopback: false })
            terminal.Complain($"The password is sent to {url} unencrypted: put a proxy with TLS in front of the server.");
        var password = SecretPrompt.SecretOf(terminal, line.Value("--password"), $"The password of {user}", "--password ");
        var answer = session.Server.Post("/api/v1/login", new Fields(session, isEdit: false).Fixed("user", user).Fixed("password", password)
            .Bytes());
        // The named context, or the current one if it is for this server and holds a session, or one of the user's own: a stored API key
        // for this server is not replaced.
        var name = line.Value("--context")
            ?? (file.InUse is { } used && used.Url == url && IsSession(used.Key) ? used.Name : $"{user}@{url.Authority}");
        file.Put(new Context(name, url, answer.Json.Text(nameof(SessionView.Token))));
        if (file.InUse is null || file.InUse.Url == url)
            file.Use(name);
        file.Save();
        var until = answer.Json.Time(nameof(SessionView.Expires)) is { } at ? $" until {HumanText.Clock(at, terminal.Now)}" : "";
        return session.Done(
            $"{user} is logged in at {url}{until}, as context "
                + $"{name}{(file.Current == name ? "" : $"; use it: streamactors context use {name}")}.");
    }

    private static ExitCode Logout(Session session)
    {
        session.Server.Post("/api/v1/me/logout");
        var (file, target) = (ContextFile.Of(session.Terminal), session.Server.Target);
        foreach (var context in file.Contexts.Where(c => c.Url == target.Url && c.Key == target.Key).ToList())
            file.Put(context with { Key = null });
        file.Save();
        return session.Done($"Logged out of {target.Url}.");
    }

    /// <summary>A session can be replaced by logging in again; an API key was shown only once.</summary>
    private static bool IsSession(string? key) => key is null || key.Count(c => c == '.') == 2;
}
