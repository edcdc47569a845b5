namespace StreamActors.Cli.Tests;

/// <summary>The configuration as a YAML file.</summary>
public sealed class YamlSpecs(ConsoleFixture consoleFixture) : IClassFixture<ConsoleFixture>
{
    [Fact]
    public async Task It_goes_out_and_comes_in_again_edited_and_sealed()
    {
        var console = consoleFixture.Console;
        consoleFixture.Write("words", "it's a \"passphrase\": #1\n");
        consoleFixture.Write("key", "between-us-only\n");
        (await console.Say("inputs", "create", "bars", "--url", "test://bars")).Ended(ExitCode.Done);
        (await console.Say("outputs", "create", "partner", "--input", "bars", "--url", "srt://127.0.0.1:9", "--secret", "passphrase=@key"))
            .Ended(ExitCode.Done);
        (await console.Say("export", "--yaml")).Ended(ExitCode.Done).Output.ShouldStartWith("format: streamactors/1\n");
        (await console.Say("export", "--to", "sealed.yaml", "--passphrase", "@words"))
            .Ended(ExitCode.Done).Output.ShouldContain("its secrets sealed");
        var before = (await console.Say("export")).Ended(ExitCode.Done).Output;
        const string Less = "format: streamactors/1\ninputs:\n  - {id: bars, address: {url: 'test://bars'}}\n";
        (await console.Say(Less, ["import", "-", "--yaml", "--replace"])).Ended(ExitCode.Usage).Errors.ShouldContain("--yes");
        (await console.Say(Less, ["import", "-", "--yaml", "--replace", "--dry-run"]))
            .Ended(ExitCode.Done).Output.ShouldContain("output/partner would be removed.");
        (await console.Say("outputs", "list")).Output.ShouldContain("partner");
        (await console.Say(Less, ["import", "-", "--yaml", "--replace", "--yes"])).Ended(ExitCode.Done);
        (await console.Say("outputs", "list")).Output.ShouldContain("No outputs.");

        (await console.Say("import", "sealed.yaml", "--passphrase", "@words"))
            .Ended(ExitCode.Done).Output.ShouldContain("output/partner is created.");
        (await console.Say("export")).Ended(ExitCode.Done).Output.ShouldBe(before);
        (await console.Say("outputs", "show", "partner")).Output.ShouldContain("passphrase=***");

        consoleFixture.Write("edited.yml",
            "format: streamactors/1\ninputs:\n  - id: bars # renamed\n    name: The bars\n    address: {url: 'test://bars'}\n");
        (await console.Say("import", "edited.yml")).Ended(ExitCode.Done).Output.ShouldContain("input/bars is changed.");
        consoleFixture.Write("broken.yml", "format: [\n");
        (await console.Say("import", "broken.yml")).Ended(ExitCode.Refused).Errors.ShouldContain("Line ");
    }
}
