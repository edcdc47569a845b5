namespace StreamActors.Cli;

/// <summary>The help of the console: of all verbs, one group, or one verb.</summary>
internal static class HelpPage
{
    private const string Ends = """

        Exit codes: 0 done, 1 failed, 2 invalid command line, 3 refused, 4 not found, 5 the server does not answer,
        6 not allowed, 7 wait timed out, 8 wait ended because the thing, or its input, is parked, 130 Ctrl-C, 143 SIGTERM.
        Times are shown in UTC, with a Z. A time typed without a zone is UTC too, and HH:MM is today's.
        Server: --context or --server; otherwise STREAMACTORS_SERVER, the context in use, the server whose
        data folder is STREAMACTORS_DATA, or http://127.0.0.1:8080. HTTP proxies are not used.
        API key: --key-file, STREAMACTORS_KEY, or stored with the context; never on the command line.
        NO_COLOR turns colours off. Options of one command: streamactors help VERB, or VERB --help.
        URL forms, options and secrets of the protocols: streamactors help protocols [NAME].
        """;

    public static ExitCode Of(Session session)
    {
        var words = session.Line.Arguments;
        if (words.Count == 0)
            return All(session.Terminal);
        if (words[0] == ProtocolHelp.Word)
            return ProtocolHelp.Of(session, words.ElementAtOrDefault(1));
        var group = Verbs.Of(words[0]);
        if (group.Length > 1 && words.Count == 1)
        {
            Names(group, session.Terminal);
            return ExitCode.Done;
        }
        return Of(Verbs.Find(words).Verb, session.Terminal);
    }

    public static ExitCode Of(Verb verb, Terminal terminal)
    {
        if (verb.Name == "help")
            return All(terminal);
        terminal.Say($"streamactors {verb.Name}{(verb.Arguments.Length > 0 ? $" {verb.Arguments}" : "")}: {verb.Says}");
        var width = verb.AllOptions.Max(o => Shown(o).Length);
        foreach (var option in verb.AllOptions)
            terminal.Say($"  {Shown(option).PadRight(width)}  {option.Says}{(option.IsRepeated ? " (may be repeated)" : "")}");
        return ExitCode.Done;
    }

    private static ExitCode All(Terminal terminal)
    {
        terminal.Say("StreamActors keeps live streams on air. This is its console.");
        terminal.Say("");
        Names([.. Verbs.All.Where(v => v.Name != "complete")], terminal);
        terminal.Say(Ends);
        return ExitCode.Done;
    }

    private static void Names(Verb[] verbs, Terminal terminal)
    {
        var width = verbs.Max(v => Shown(v).Length);
        foreach (var verb in verbs)
            terminal.Say($"  {Shown(verb).PadRight(width)}  {verb.Says}");
    }

    private static string Shown(Verb verb) => verb.Arguments.Length == 0 ? verb.Name : $"{verb.Name} {verb.Arguments}";

    private static string Shown(Option option) => option.Value is null ? option.Name : $"{option.Name} {option.Value}";
}
