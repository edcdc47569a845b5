using StreamActors.Cli.Interactive;

namespace StreamActors.Cli.Tests;

public sealed class TypingSpecs : IDisposable
{
    private readonly Scratch _scratch = new();

    [Theory]
    [InlineData("outputs  show yt", "outputs|show|yt")]
    [InlineData("inputs create --name 'Camera one' \"\"", "inputs|create|--name|Camera one|")]
    public void Words_are_read_as_a_shell_does(string line, string words) => ShellWords.Words(line).ShouldBe(words.Split('|'));

    [Fact]
    public void An_open_quote_is_noticed() => ShellWords.Words("inputs create 'Camera").ShouldBeNull();

    [Fact]
    public void What_was_typed_before_comes_back_and_what_was_begun_too()
    {
        var commandHistory = new CommandHistory(Terminal());
        commandHistory.Add("status");
        commandHistory.Add("nodes");
        var editor = new LineEditor(commandHistory, _ => []);
        Type(editor, "wat");
        Press(editor, ConsoleKey.UpArrow, ConsoleKey.UpArrow);
        editor.Text.ShouldBe("status");
        Press(editor, ConsoleKey.DownArrow, ConsoleKey.DownArrow);
        editor.Text.ShouldBe("wat");
    }

    [Fact]
    public void A_line_is_edited_in_its_middle()
    {
        var editor = new LineEditor(new CommandHistory(Terminal()), _ => []);
        Type(editor, "show yt");
        Press(editor, ConsoleKey.Home);
        Type(editor, "outputs ");
        Press(editor, ConsoleKey.End, ConsoleKey.Backspace);
        editor.Take(new ConsoleKeyInfo('\r', ConsoleKey.Enter, false, false, false), out var line).ShouldBeFalse();
        line.ShouldBe("outputs show y");
    }

    [Fact]
    public void Tab_completes_unique_matches_and_lists_others()
    {
        var editor = new LineEditor(new CommandHistory(Terminal()), words => Suggestions.For(words, Terminal()));
        Type(editor, "out");
        Press(editor, ConsoleKey.Tab);
        editor.Text.ShouldBe("outputs ");
        Type(editor, "re");
        Press(editor, ConsoleKey.Tab);
        editor.Text.ShouldBe("outputs re");
        editor.Found.ShouldBe(["remove", "restart", "retry"]);
    }

    [Theory]
    [InlineData("keys|create|--role|", "admin,editor,operator,reader,viewer")]
    [InlineData("wait|output/yt|on", "on-air")]
    [InlineData("completion|", "bash,zsh")]
    [InlineData("outputs|list|--ph", "--phase")]
    [InlineData("nothing|", "")]
    public void Words_that_are_known_here_are_suggested(string typed, string suggested) =>
        string.Join(',', Suggestions.For(typed.Split('|'), Terminal())).ShouldBe(suggested);

    [Fact]
    public void History_is_kept_for_its_owner_only_and_without_addresses_or_secrets()
    {
        var commandHistory = new CommandHistory(Terminal());
        commandHistory.Add("status");
        commandHistory.Add("outputs create yt --url rtmp://a.example/live/key");
        commandHistory.Add("outputs edit yt --secret key");
        commandHistory.Count.ShouldBe(3);
        commandHistory.Save();
        var file = Path.Combine(_scratch.Folder, ".local", "state", "streamactors", "history");
        File.ReadAllText(file).ShouldBe("status\n");
        File.GetUnixFileMode(file).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        new CommandHistory(Terminal())[0].ShouldBe("status");
    }

    public void Dispose() => _scratch.Dispose();

    private Terminal Terminal() =>
        new(Stream.Null, Stream.Null, name => name == "HOME" ? _scratch.Folder : null) { IsTerminal = true, IsTyped = true };

    private static void Type(LineEditor editor, string text)
    {
        foreach (var c in text)
            editor.Take(new ConsoleKeyInfo(c, ConsoleKey.NoName, false, false, false), out _).ShouldBeTrue();
    }

    private static void Press(LineEditor editor, params ConsoleKey[] keys)
    {
        foreach (var key in keys)
            editor.Take(new ConsoleKeyInfo('\0', key, false, false, false), out _).ShouldBeTrue();
    }
}
