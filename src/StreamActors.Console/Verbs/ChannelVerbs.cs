using StreamActors.Wire;

namespace StreamActors.Cli;

/// <summary>channels …: where alerts are told.</summary>
internal static class ChannelVerbs
{
    private const string Things = "channels";

    private static readonly Option Version = new("--if-version", "N", "only if that is still its version");

    private static readonly Option[] Options =
    [
        new("--name", "NAME", "what people call it"), new("--url", "URL", "http(s)://… of a webhook; smtp://host:587 or smtps://host:465 for mail"),
        new("--user", "NAME", "who logs in at the mail server"), new("--from", "ADDRESS", "the sender of mail"), new("--to", "ADDRESS", "who gets mail") { IsRepeated = true },
        new("--secret", "NAME[=@FILE]", "signing or url (webhook), url (slack), password (mail): from a file or asked for") { IsRepeated = true },
        new("--least", "WORD", "info, warning or critical: what is less severe is not told here") { Words = AlertVerbs.Severities },
        new("--gather", "TIME", "how long the first alert waits for others"), new("--spacing", "TIME", "how far apart messages are at least"),
        new("--on", null, "it is told"), new("--off", null, "nothing is told"), new("--resolved", null, "it is told when an alert is over"), new("--no-resolved", null, "it is not"),
        new("--plain", null, "mail without TLS, over a trusted line"), new("--tls", null, "mail over TLS"),
    ];

    public static readonly Verb[] All =
    [
        new("channels list", "where alerts are told, and how it goes", List) { Options = [new("--sort", "FIELD", "by id, name or kind; -FIELD for backwards"), new("--page", "N", "which page"), new("--size", "N", "how many a page holds")] },
        new("channels show", "one channel", s => s.Show(s.Door.Get(Ids.Path(Things, s.Line.Argument(0))), json => Table(s, [json]))) { Arguments = "ID", Fewest = 1, Most = 1, Ids = Things },
        new("channels create", "makes one; all rules tell it from now on", Create) { Arguments = "ID", Fewest = 1, Most = 1, Options = [new("--kind", "KIND", "webhook, email or slack") { Words = ["webhook", "email", "slack"] }, .. Options] },
        new("channels edit", "changes what is said, and leaves the rest", Edit) { Arguments = "ID", Fewest = 1, Most = 1, Ids = Things, Options = [.. Options, Version] },
        new("channels remove", "takes one away; undo brings it back", Remove) { Arguments = "ID", Fewest = 1, Most = 1, Ids = Things, Options = [Version] },
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
        session.Terminal.Say(table.Count == 0 ? ["No channels: nobody is told of alerts. Make one: streamactors channels create --help"] : table.Lines(new Ink(session.Terminal.HasColour), session.Terminal.Columns()));
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
        json => session.Terminal.Say($"channel/{json.Text(nameof(ChannelView.Id))} is created. See that it works: streamactors channels test {json.Text(nameof(ChannelView.Id))}"));

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
            ? $"channel/{session.Line.Argument(0)} has taken a test message within {json.Text(nameof(ChannelTestView.Seconds))} s."
            : $"channel/{session.Line.Argument(0)} has not taken it: {json.Text(nameof(ChannelTestView.Fault))}"));
        return answer.Json.Flag(nameof(ChannelTestView.Delivered)) ? ExitCode.Done : ExitCode.Failed;
    }
}
