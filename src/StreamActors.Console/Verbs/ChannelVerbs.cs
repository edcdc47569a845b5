using StreamActors.Wire;

namespace StreamActors.Cli;

/// <summary>channels …: where alerts are sent.</summary>
internal static class ChannelVerbs
{
    private const string Things = "channels";

    private static readonly Option[] Options =
    [
        new("--name", "NAME", "display name"),
        new("--url", "URL", "http(s)://… of a webhook; smtp://host:587 or smtps://host:465 for mail"),
        new("--user", "NAME", "user name at the mail server"), new("--from", "ADDRESS", "sender of mail"),
        new("--to", "ADDRESS", "recipient of mail") { IsRepeated = true },
        new("--secret", "NAME[=@FILE]", "signing (webhook: whsec_…), url (webhook, slack), password (mail): from a file or asked for")
        {
            IsRepeated = true,
        },
        Option.Of("--least", "WORD", "the lowest severity sent here: ", AlertVerbs.Severities),
        new("--gather", "TIME", "how long alerts are collected into one message"),
        new("--spacing", "TIME", "minimum time between two messages"),
        new("--on", null, "send alerts here"), new("--off", null, "send nothing"),
        new("--resolved", null, "also send when an alert is resolved"), new("--no-resolved", null, "do not send when an alert is resolved"),
        new("--plain", null, "mail without TLS, for a trusted network only"), new("--tls", null, "mail over TLS"),
    ];

    public static readonly Verb[] All =
    [
        new("channels list", "where alerts are sent, and whether delivery works", s =>
            s.List(Table)) { Options = Option.Paging("id, name or kind") },
        Verb.One("channels show", "one channel", s => s.Show(s.Server.Get(s.Path()), json => Table(s, [json]))),
        Verb.New("channels create", "creates a channel; all rules send to it from now on", Create,
            [Option.Of("--kind", "KIND", "", "webhook", "email", "slack"), .. Options]),
        Verb.One("channels edit", "changes the given options only", Edit, [.. Options, Option.IfVersion]),
        Verb.One("channels remove", "removes a channel; undo brings it back", s => s.Remove(s.HowToRestore), Option.IfVersion),
        Verb.One("channels test", "sends a test message now", Test),
    ];

    private static void Table(Session session, JsonView[] channels)
    {
        var table = new Table("CHANNEL", "KIND", "STATUS", "LEAST", "SENT", "LAST", "FAULT") { Phase = 2, Right = [4] };
        foreach (var channel in channels)
        {
            var state = channel.At(nameof(ChannelView.State));
            table.Add(
                channel.Text(nameof(ChannelView.Id)), channel.Text(nameof(ChannelView.Kind)), state.Text(nameof(ChannelStateView.Status)),
                channel.Text(nameof(ChannelView.Least)), state.Text(nameof(ChannelStateView.Sent)),
                HumanText.Clock(state.Time(nameof(ChannelStateView.LastSent)), session.Terminal.Now),
                    state.Text(nameof(ChannelStateView.Fault)));
        }
        session.Terminal.Say(table, "No channels: alerts are sent nowhere. Create one: streamactors channels create --help");
    }

    private static byte[] Body(Session session, bool isEdit)
    {
        var fields = new Fields(session, isEdit);
        if (!isEdit)
            fields.Fixed("id", session.Line.Argument(0)).Text("--kind");
        return fields.Text("--name", "--url", "--user", "--from", "--least", "--gather", "--spacing").List("to", "--to").Secrets()
            .Flag("on", "--on", "--off").Flag("resolved", "--resolved", "--no-resolved").Flag("plain", "--plain", "--tls").Bytes();
    }

    private static ExitCode Create(Session session) => session.Show(
        session.Server.Post($"/api/v1/{Things}", Body(session, isEdit: false)),
        json => session.Terminal.Say(
            $"channel/{json.Text(nameof(ChannelView.Id))} is created. Test it: streamactors channels test "
                + $"{json.Text(nameof(ChannelView.Id))}"));

    private static ExitCode Edit(Session session) =>
        session.Show(session.Edit(Body(session, isEdit: true)), json =>
            session.Terminal.Say($"channel/{json.Text(nameof(ChannelView.Id))} is changed."));

    private static ExitCode Test(Session session)
    {
        var answer = session.Server.Post($"{session.Path()}/test");
        session.Show(answer, json => session.Terminal.Say(json.Flag(nameof(ChannelTestView.Delivered))
            ? $"{session.Named} accepted a test message within {json.Text(nameof(ChannelTestView.Seconds))} s."
            : $"{session.Named} did not accept the test message: {json.Text(nameof(ChannelTestView.Fault))}"));
        return answer.Json.Flag(nameof(ChannelTestView.Delivered)) ? ExitCode.Done : ExitCode.Failed;
    }
}
