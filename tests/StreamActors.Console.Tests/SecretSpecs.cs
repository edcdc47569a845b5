namespace StreamActors.Cli.Tests;

/// <summary>
/// Keys and passphrases come from files, prompts or the environment, are sent only to the server they are for, and are never shown.
/// </summary>
public sealed class SecretSpecs(ConsoleFixture consoleFixture) : IClassFixture<ConsoleFixture>
{
    private const string Canary = "canary-passphrase-7f3a";

    [Fact]
    public async Task A_secret_from_a_file_is_used_and_shown_nowhere()
    {
        var file = consoleFixture.Write("canary", Canary + "\n");
        (await consoleFixture.Console.Say("inputs", "create", "source", "--url", "test://bars")).Ended(ExitCode.Done);
        var said = new List<ConsoleOutput> { (await consoleFixture.Console.Say("outputs", "create", "safe", "--input", "source", "--url",
            "srt://127.0.0.1:5000", "--secret", $"passphrase=@{file}")).Ended(ExitCode.Done) };
        foreach (var verb in (string[])["outputs show safe", "outputs show safe --json", "changes output/safe --json",
            "timeline output/safe --json", "export"])
            said.Add((await consoleFixture.Console.Say(verb.Split(' '))).Ended(ExitCode.Done));
        said.ShouldAllBe(s => !(s.Output + s.Errors).Contains(Canary));
        said[1].Output.ShouldContain("passphrase=***");
    }

    [Fact]
    public async Task A_secret_on_the_command_line_is_refused_and_not_repeated()
    {
        var said = (await consoleFixture.Console.Say("inputs", "create", "x", "--url", "srt://127.0.0.1:5000", "--secret",
            $"passphrase={Canary}"))
            .Ended(ExitCode.Usage);
        said.Errors.ShouldContain("--secret passphrase=@FILE");
        said.Errors.ShouldNotContain(Canary);
    }

    [Fact]
    public async Task A_secret_is_taken_from_what_is_piped_in_where_nobody_types()
    {
        (await consoleFixture.Console.Say(Canary + "\n",
            ["inputs", "create", "piped", "--url", "srt://127.0.0.1:5000", "--secret", "passphrase"]))
            .Ended(ExitCode.Done);
        (await consoleFixture.Console.Say("inputs", "show", "piped")).Output.ShouldContain("passphrase=***");
    }

    [Fact]
    public async Task A_new_key_is_written_to_a_private_file_and_works()
    {
        var file = Path.Combine(consoleFixture.Folder, "new.key");
        (await consoleFixture.Console.Say("keys", "create", "--name", "laptop", "--role", "viewer", "--to", file)).Ended(ExitCode.Done);
        var key = File.ReadAllText(file).Trim();
        File.GetUnixFileMode(file).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        (await consoleFixture.Console.Say("me", "--key-file", file)).Ended(ExitCode.Done).Output.ShouldContain("viewer");
        (await consoleFixture.Console.Say("keys", "list", "--key-file", file)).Ended(ExitCode.NotAllowed).Errors.ShouldNotContain(key);
    }

    [Fact]
    public async Task A_context_keeps_server_and_key_for_its_owner_only()
    {
        var issued = Path.Combine(consoleFixture.Folder, "context.key");
        (await consoleFixture.Console.Say("keys", "create", "--name", "context", "--role", "operator", "--to", issued))
            .Ended(ExitCode.Done);
        var console = consoleFixture.Nowhere;
        var added = (await console.Say(File.ReadAllText(issued), ["context", "add", "studio", "--server", consoleFixture.Url.ToString()]))
            .Ended(ExitCode.Done);
        (added.Output + added.Errors).ShouldNotContain(File.ReadAllText(issued).Trim());
        var file = Path.Combine(consoleFixture.Folder, ".config", "streamactors", "contexts.json");
        File.GetUnixFileMode(file).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);

        (await console.Say("me", "--context", "studio")).Ended(ExitCode.Done).Output.ShouldContain("operator");
        (await console.Say("context", "use", "studio")).Ended(ExitCode.Done);
        (await console.Say("me")).Ended(ExitCode.Done).Output.ShouldContain("operator");
        (await console.Say("context", "list")).Output.ShouldNotContain(File.ReadAllText(issued).Trim());
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        (await console.Say("me")).Ended(ExitCode.Failed).Errors.ShouldContain($"chmod 600 {file}");
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        (await console.Say("context", "remove", "studio")).Ended(ExitCode.Done);
        (await console.Say("me", "--context", "studio")).Ended(ExitCode.NotFound);
    }
}
