namespace StreamActors.Cli.Tests;

/// <summary>What the README shows of the console is done here, line by line.</summary>
public sealed class ReadmeSpecs(Station station) : IClassFixture<Station>
{
    private static string Section
    {
        get
        {
            var text = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "README.md"));
            var begin = text.IndexOf("\n## The console\n", StringComparison.Ordinal);
            return text[begin..text.IndexOf("\n## ", begin + 4, StringComparison.Ordinal)];
        }
    }

    [Fact]
    public async Task Its_examples_do_what_they_say()
    {
        var examples = string.Concat(Section.Split("```sh\n").Skip(1).Select(b => b.Split("```")[0]));
        examples.Split('\n').Count(l => l.StartsWith("streamactors ", StringComparison.Ordinal)).ShouldBeGreaterThan(15);
        var script = station.Write("readme.sh", "set -ex\n" + examples.Replace("http://127.0.0.1:8080", station.Url.ToString().TrimEnd('/'), StringComparison.Ordinal));
        var said = await station.Console.Start("bash", [script]);
        said.Code.ShouldBe(0, $"\n{said.Output}\n{said.Errors}\n{station.Server.Story}");
    }

    [Fact]
    public void Its_exit_codes_are_those_there_are()
    {
        foreach (var code in Enum.GetValues<ExitCode>())
            Section.ShouldContain($"| {(int)code} |");
    }
}
