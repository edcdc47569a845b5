using StreamActors.Wire;

namespace StreamActors.Cli;

/// <summary>inputs readers, inputs disconnect, inputs still: who takes the stream of an input, and a picture of it.</summary>
internal static class ReaderVerbs
{
    public static readonly Verb[] All =
    [
        Verb.One("inputs readers", "the connections that take its stream, previews of the page included", List),
        Verb.One("inputs disconnect", "disconnects a reader; revoke its key to keep it out", Disconnect)
            with { Arguments = "ID READER", Fewest = 2, Most = 2 },
        Verb.One("inputs still", "writes a picture of it as it is now, a JPEG, to a file", Still,
            new Option("--to", "FILE", "the file to write, readable by its owner only")),
    ];

    private static ExitCode List(Session session) => session.Show(session.Server.Get($"{session.Path()}/readers"), json =>
    {
        var now = session.Terminal.Now;
        var table = new Table("READER", "PROTOCOL", "SINCE", "BYTES", "SKIPPED", "PEER", "WHO", "KEY") { Right = [2, 3, 4] };
        foreach (var reader in json.Items())
            table.Add(reader.Text(nameof(StreamReaderView.Id)), reader.Text(nameof(StreamReaderView.Protocol)),
                HumanText.Since(reader.Time(nameof(StreamReaderView.Since)), now), reader.Text(nameof(StreamReaderView.Bytes)),
                reader.Text(nameof(StreamReaderView.Skipped)), reader.Text(nameof(StreamReaderView.Peer)),
                reader.Text(nameof(StreamReaderView.Who)), reader.Text(nameof(StreamReaderView.Key)));
        session.Terminal.Say(table, "No readers.");
    });

    private static ExitCode Still(Session session)
    {
        var file = session.Line.Value("--to")
            ?? throw VerbFailedException.Misused("inputs still requires --to FILE.", "Usage: streamactors inputs still ID --to FILE");
        var picture = session.Server.Get($"{session.Path()}/still.jpg").Body;
        OwnFile.Write(file, picture);
        return session.Done($"{file} holds a picture of {session.Line.Argument(0)}, {HumanText.Bytes(picture.Length)}.");
    }

    private static ExitCode Disconnect(Session session)
    {
        session.Server.Delete($"{session.Path()}/readers/{Uri.EscapeDataString(session.Line.Argument(1))}");
        return session.Done($"Reader {session.Line.Argument(1)} of {session.Line.Argument(0)} is disconnected.");
    }
}
