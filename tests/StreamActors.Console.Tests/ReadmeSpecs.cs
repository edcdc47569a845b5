namespace StreamActors.Cli.Tests;

/// <summary>
/// Runs the console commands of the README, line by line, on a server with default settings except for its folder and port.
/// </summary>
public sealed class ReadmeSpecs
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
        using var folder = new Scratch();
        await using var server = await LiveServer.Start();
        var url = server.Client.BaseAddress!;
        var script = folder.Write("readme.sh", "set -ex\n" + examples.Replace("http://127.0.0.1:8080", url.ToString().TrimEnd('/'),
            StringComparison.Ordinal));
        var said = await new ConsoleRun(folder.Folder, null, server.Data).Start("bash", [script]);
        said.Code.ShouldBe(0, $"\n{said.Output}\n{said.Errors}\n{server.Story}");
    }

    [Fact]
    public async Task What_it_tells_a_monitor_to_ask_for_is_answered_to_everybody()
    {
        Section.ShouldContain("request `/health/ready`");
        await using var server = await LiveServer.Start();
        using var stranger = new HttpClient { BaseAddress = server.Client.BaseAddress };
        using var answer = await stranger.GetAsync(new Uri("/health/ready", UriKind.Relative));
        answer.StatusCode.ShouldBe(System.Net.HttpStatusCode.OK);
        (await answer.Content.ReadAsStringAsync()).ShouldNotContain(server.Data, Case.Sensitive, "it says nothing of the machine");
    }

    [Fact]
    public void Its_exit_codes_are_those_there_are()
    {
        foreach (var code in Enum.GetValues<ExitCode>())
            Section.ShouldContain($"| {(int)code} |");
    }
}
