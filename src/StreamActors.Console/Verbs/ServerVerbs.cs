using StreamActors.Wire;

namespace StreamActors.Cli;

/// <summary>health, settings and me: the server, and the user or key in use.</summary>
internal static class ServerVerbs
{
    public static Verb[] Of(string group) =>
    [
        group switch
        {
            "health" => new("health", "the server's health: checks, database, nodes", Health),
            "settings" => new("settings", "the server's settings", Settings),
            _ => new Verb("me", "the user or key in use, its role and scopes", Me),
        },
    ];

    /// <summary>An unhealthy server answers 503 with its checks: they are shown, and the exit code reports the failure.</summary>
    private static ExitCode Health(Session session)
    {
        var answer = session.Server.Send(HttpMethod.Get, "/api/health", alsoWell: 503);
        session.Show(answer, json =>
        {
            var (now, ansiStyle) = (session.Terminal.Now, session.Terminal.Style);
            var status = json.Text("status");
            session.Terminal.Say(
                $"{json.Text("node")} is {ansiStyle.Phase(status, status)}: StreamActors {json.Text("version")}, "
                    + $"{json.Text("runtime")}, up for {HumanText.Since(json.Time("started"), now)}");
            var table = new Table("CHECK", "STATUS", "SAYS") { Phase = 1 };
            foreach (var check in json.All("checks"))
                table.Add(check.Text("name"), check.Text("status"), check.Text("says"));
            session.Terminal.Say(table);
        });
        return answer.Status == 503 ? ExitCode.Failed : ExitCode.Done;
    }

    private static ExitCode Settings(Session session) => session.Show(session.Server.Get("/api/v1/settings"), json =>
    {
        var table = new Table("KEY", "VALUE", "DEFAULT");
        foreach (var setting in json.Items())
            table.Add(setting.Text(nameof(SettingView.Key)), setting.Text(nameof(SettingView.Value)),
                setting.Text(nameof(SettingView.Default)));
        session.Terminal.Say(table);
    });

    private static ExitCode Me(Session session) => session.Show(session.Server.Get("/api/v1/me"), json =>
    {
        var scopes = json.All(nameof(PrincipalView.Scopes)).Select(s => s.ToString()).ToList();
        session.Terminal.Say(
            $"{json.Text(nameof(PrincipalView.Who))}, {json.Text(nameof(PrincipalView.Role))}, at "
                + $"{session.Server.Target.Url}{(scopes.Count > 0 ? $", for {string.Join(", ", scopes)} only" : "")}");
    });
}
