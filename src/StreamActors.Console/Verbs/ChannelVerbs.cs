using StreamActors.Wire;

namespace StreamActors.Cli;

/// <summary>channels …: where alerts are told.</summary>
internal static class ChannelVerbs
{
    private const string Things = "channels";

    private static readonly Option Version = new("--if-version", "N", "only if this is still the version");

    private static readonly Option[] Options =
    [
        new("--name", "NAME", "display name"), new("--url", "URL", "http(s)://… of a webhook; smtp://host:587 or smtps://host:465 for mail"),
        new("--user", "NAME", "user name at the mail server"), new("--from", "ADDRESS", "sender of mail"), new("--to", "ADDRESS", "recipient of mail") { IsRepeated = true },
        new("--secret", "NAME[=@FILE]", "signing (webhook: whsec_…), url (webhook, slack), password (mail): from a file or asked for")
        {
            IsRepeated = true,
        },
        new("--least", "WORD", "the least severity that is sent here: info, warning or critical") { Words = AlertVerbs.Severities },
        new("--gather", "TIME", "how long alerts are collected into one message"), new("--spacing", "TIME", "least time between two messages"),
        new("--on", null, "send alerts here"), new("--off", null, "send nothing"), new("--resolved", null, "also send when an alert is resolved"), new("--no-resolved", null, "do not send when an alert is resolved"),
        new("--plain", null, "mail without TLS, for a trusted network only"), new("--tls", null, "mail over TLS"),
    ];

    public static readonly Verb[] All =
    [
        new("channels list", "where alerts are sent, and whether that works", List) { Options = [new("--sort", "FIELD", "by id, name or kind; -FIELD for backwards"), new("--page", "N", "which page"), new("--size", "N", "how many a page holds")] },
        new("channels show", "one channel", s => s.Show(s.Door.Get(Ids.Path(Things, s.Line.Argument(0))), json => Table(s, [json]))) { Arguments = "ID", Fewest = 1, Most = 1, Ids = Things },
        new("channels create", "creates a channel; all rules send to it from now on", Create) { Arguments = "ID", Fewest = 1, Most = 1, Options = [new("--kind", "KIND", "webhook, email or slack") { Words = ["webhook", "email", "slack"] }, .. Options] },
        new("channels edit", "changes the options given, and leaves the rest", Edit) { Arguments = "ID", Fewest = 1, Most = 1, Ids = Things, Options = [.. Options, Version] },
        new("channels remove", "removes a channel; undo brings it back", Remove) { Arguments = "ID", Fewest = 1, Most = 1, Ids = Things, Options = [Version] },
        new("channels test", "sends a test message now", Test) { Arguments = "ID", Fewest = 1, Most = 1, Ids = Things },
    ];

    private static ExitCode List(Session session) => session.Show(session.Door.Get($"/api/v1/{Things}{session.Query("--sort", "--page", "--size")}"), json => Table(session, json.All(nameof(Listing<object>.Items))));

    private static void Table(Session session, Seen[] channels)
    {
        var now = session.Terminal.Time.GetUtcNow();
        var table = new Table("CHANNEL", "KIND", "STATUS", "LEAST", "SENT", "LAST", "FAULT") { Phase = 2, Right = [4] };
        foreach (var channel in channels)
        {
            var state = channel.At(nameof(ChannelView.State));
            table.Add(
                channel.Text(nameof(ChannelView.Id)), channel.Text(nameof(ChannelView.Kind)), state.Text(nameof(ChannelStateView.Status)), channel.Text(nameof(ChannelView.Least)), state.Text(nameof(ChannelStateView.Sent)),
                Words.Clock(state.Time(nameof(ChannelStateView.LastSent)), now), state.Text(nameof(ChannelStateView.Fault)));
        }
        session.Terminal.Say(table.Count == 0 ? ["No channels: alerts are sent to nobody. Create one: streamactors channels create --help"] : table.Lines(new Ink(session.Terminal.HasColour), session.Terminal.Columns()));
    }

    private static Fields Fields(Session session, bool isEdit)
    {
        var fields = new Fields(session, isEdit);
        if (!isEdit)
            fields.Fixed("id", session.Line.Argument(0)).Text("--kind");
        return fields.Text("--name", "--url", "--user", "--from", "--least", "--gather", "--spacing").List("to", "--to").Secrets()
            .Flag("on", "--on", "--off").Flag("resolved", "--resolved", "--no-resolved").Flag("plain", "--plain", "--tls");
    }

    private static ExitCode Create(Session session) => session.Show(
        session.Door.Post($"/api/v1/{Things}", Fields(session, isEdit: false).Bytes(Things)),
        json => session.Terminal.Say($"channel/{json.Text(nameof(ChannelView.Id))} is created. Test it: streamactors channels test {json.Text(nameof(ChannelView.Id))}"));

    private static ExitCode Edit(Session session) => session.Show(
        session.Door.Patch(Ids.Path(Things, session.Line.Argument(0)), Fields(session, isEdit: true).Bytes(Things), session.Line.Value("--if-version")), json => session.Terminal.Say($"channel/{json.Text(nameof(ChannelView.Id))} is changed."));

    private static ExitCode Remove(Session session)
    {
        session.Door.Delete(Ids.Path(Things, session.Line.Argument(0)), session.Line.Value("--if-version"));
        return session.Done($"channel/{session.Line.Argument(0)} is removed. To have it back: streamactors changes channel/{session.Line.Argument(0)}, then undo the newest.");
    }

    private static ExitCode Test(Session session)
    {
        var answer = session.Door.Post($"{Ids.Path(Things, session.Line.Argument(0))}/test");
        session.Show(answer, json => session.Terminal.Say(json.Flag(nameof(ChannelTestView.Delivered))
            ? $"channel/{session.Line.Argument(0)} accepted a test message within {json.Text(nameof(ChannelTestView.Seconds))} s."
            : $"channel/{session.Line.Argument(0)} did not accept the test message: {json.Text(nameof(ChannelTestView.Fault))}"));
        return answer.Json.Flag(nameof(ChannelTestView.Delivered)) ? ExitCode.Done : ExitCode.Failed;
    }
}
