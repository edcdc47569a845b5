using System.Globalization;
using StreamActors.Wire;

namespace StreamActors.Cli;

/// <summary>One command being executed: its command line, server and terminal.</summary>
internal sealed class Session(CommandLine line, Terminal terminal)
{
    private ServerConnection? _serverConnection;

    public CommandLine Line => line;

    public Terminal Terminal => terminal;

    public bool Json => line.Has("--json");

    /// <summary>Created on first use: some commands need no server.</summary>
    public ServerConnection Server => _serverConnection ??= new ServerConnection(Target.Of(line, terminal));

    /// <summary>A new connection with the target read again: a restarted server has a new local key.</summary>
    public ServerConnection Reopen()
    {
        _serverConnection?.Dispose();
        return _serverConnection = new ServerConnection(Target.Of(line, terminal));
    }

    /// <summary>The server's JSON with --json, otherwise a display for people.</summary>
    public ExitCode Show(Answer answer, Action<JsonView> people)
    {
        if (Json)
            terminal.Write(answer.Body);
        else
            people(answer.Json);
        return ExitCode.Done;
    }

    /// <summary>For responses without a body: with --json, programs get JSON too.</summary>
    public ExitCode Done(string sentence)
    {
        terminal.Say(Json ? "{}" : sentence);
        return ExitCode.Done;
    }

    /// <summary>The collection of the command, its first word.</summary>
    public string Things => line.Verb.Name.Split(' ')[0];

    /// <summary>KIND/ID of the item the command is for.</summary>
    public string Named => $"{Things[..^1]}/{line.Argument(0)}";

    public string HowToRestore => $". To restore it: streamactors changes {Named}, then undo the newest.";

    public string Path() => Ids.Path(Things, line.Argument(0));

    public ExitCode List(Action<Session, JsonView[]> table) =>
        Show(Server.Get($"/api/v1/{Things}{Query("--sort", "--page", "--size")}"), json =>
            table(this, json.All(nameof(Listing<object>.Items))));

    public Answer Edit(byte[] body) => Server.Patch(Path(), body, line.Value("--if-version"));

    public ExitCode Remove(string more = ".")
    {
        Server.Delete(Path(), line.Value("--if-version"));
        return Done($"{Named} is removed{more}");
    }

    /// <summary>The given options as a query string: <c>--sort name</c> becomes <c>sort=name</c>.</summary>
    public string Query(params IReadOnlyList<string> options)
    {
        var parts = options.SelectMany(o => line.All(o).Select(v => $"{o[2..]}={Uri.EscapeDataString(IsTime(o) ? Time(v) : v)}")).ToList();
        return parts.Count == 0 ? "" : "?" + string.Join('&', parts);
    }

    /// <summary>A typed time, as the server expects it.</summary>
    public string Time(string typed) => Times.Sent(typed, terminal.Time.GetUtcNow());

    private bool IsTime(string option) =>
        option is "--from" or "--until" && line.Verb.AllOptions.Any(o => o.Name == option && o.Value == "TIME");

    public int Whole(string option, int otherwise, int least, int most) => line.Value(option) is not { } text
        ? otherwise
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw VerbFailedException.Misused($"{option} is '{text}'.",
            string.Create(CultureInfo.InvariantCulture, $"Give a whole number from {least} to {most}."));
}
