using System.Diagnostics;
using System.Globalization;

namespace StreamActors.Cli.Tests;

/// <summary>Commands that run until they are stopped: which signals end them, and that a restart of the server does not.</summary>
public sealed class WatchSpecs : IDisposable
{
    private readonly Scratch _scratch = new();

    private string Moves => Read("moves");

    private string Notes => Read("notes");

    [Theory]
    [InlineData("INT", (int)ExitCode.Interrupted)]
    [InlineData("TERM", (int)ExitCode.Terminated)]
    public async Task It_ends_with_the_code_of_the_signal_that_ended_it(string signal, int code)
    {
        var port = Ports.Tcp();
        await using var server = await Up(port);
        var watch = Watch(port);
        await Eventually.Is(() => Moves.Contains("input/cam", StringComparison.Ordinal), () => Moves + Notes);
        await Signal(signal);
        (await watch).Code.ShouldBe(code);
    }

    [Fact]
    public async Task It_goes_on_when_the_server_is_restarted_and_says_so()
    {
        var port = Ports.Tcp();
        Task<ConsoleOutput> watch;
        await using (var server = await Up(port))
        {
            watch = Watch(port);
            await Eventually.Is(() => Moves.Contains("input/cam", StringComparison.Ordinal), () => Moves + Notes);
            await server.Signal("TERM");
            await server.Ended();
        }
        await Eventually.Is(() => Notes.Contains("Reconnecting …", StringComparison.Ordinal), () => Notes);
        await using (var server = await Up(port))
        {
            await Eventually.Is(() => Notes.Contains("connected again", StringComparison.Ordinal), () => Notes);
            await Create(server, "late");
            await Eventually.Is(() => Moves.Contains("input/late", StringComparison.Ordinal), () => Moves + Notes);
            await Signal("INT");
            (await watch).Ended(ExitCode.Interrupted);
        }
    }

    [Fact]
    public async Task It_ends_with_the_reason_when_its_key_is_revoked()
    {
        var port = Ports.Tcp();
        await using var server = await Up(port);
        using var http = await server.Client();
        using var draft = new StringContent("""{ "name": "wall", "role": "viewer" }""", null, "application/json");
        using var issued = await http.PostAsync(new Uri("/api/v1/keys", UriKind.Relative), draft);
        var key = System.Text.Json.JsonDocument.Parse(await issued.Content.ReadAsStringAsync()).RootElement;
        var console = Console(port);
        console.Environment["STREAMACTORS_KEY"] = key.GetProperty("key").GetString()!;
        var watch = console.Start("bash", ["-c", "exec streamactors watch >moves"]);
        await Eventually.Is(() => Moves.Contains("input/cam", StringComparison.Ordinal), () => Moves);
        using var revoked = await http.DeleteAsync(new Uri($"/api/v1/keys/{key.GetProperty("id").GetString()}", UriKind.Relative));
        (await watch).Ended(ExitCode.NotAllowed).Errors.ShouldContain("Your credentials have expired or were revoked.");
    }

    [Fact]
    public async Task A_wait_for_what_is_parked_ends_at_once_with_the_reason()
    {
        var port = Ports.Tcp();
        await using var server = await Up(port, "--streamactors.media.reach=public");
        await Create(server, "nope", "srt://127.0.0.1:9", on: true);
        var console = Console(port);
        (await console.Say("wait", "input/nope", "parked", "--for", "60")).Ended(ExitCode.Done);
        var said = (await console.Say("wait", "input/nope", "on-air", "--for", "3600")).Ended(ExitCode.Parked);
        said.Errors.ShouldContain("input/nope is parked and will not be on-air by itself: ");
        said.Errors.ShouldContain("127.0.0.1");
        said.Errors.ShouldContain("streamactors inputs retry nope");
    }

    [Fact]
    public async Task A_wait_for_an_output_whose_input_is_parked_ends_at_once_with_that_input_and_its_reason()
    {
        var port = Ports.Tcp();
        await using var server = await Up(port, "--streamactors.media.reach=public");
        await Create(server, "nope", "srt://127.0.0.1:9", on: true);
        var console = Console(port);
        (await console.Say("outputs", "create", "held", "--input", "nope", "--url", "file:///held.ts", "--on")).Ended(ExitCode.Done);
        var said = (await console.Say("wait", "output/held", "on-air", "--for", "3600")).Ended(ExitCode.Parked);
        said.Errors.ShouldContain("output/held will not be on-air by itself, because its input is parked. input/nope: 127.0.0.1 ");
        said.Errors.ShouldContain("Fix the cause, then: streamactors inputs retry nope");
    }

    public void Dispose() => _scratch.Dispose();

    private async Task<ServerProcess> Up(int port, params string[] more)
    {
        var server = ServerProcess.Start(["up", "--data", _scratch.Data, "--http",
            string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}"), .. more]);
        await server.Url();
        await Create(server, "cam");
        return server;
    }

    private static async Task Create(ServerProcess server, string id, string url = "test://bars", bool on = false)
    {
        using var http = await server.Client();
        using var body = new StringContent($$"""{ "id": "{{id}}", "address": { "url": "{{url}}" }, "on": {{(on ? "true" : "false")}} }""",
            null, "application/json");
        using var answer = await http.PostAsync(new Uri("/api/v1/inputs", UriKind.Relative), body); // it exists already, after the restart
    }

    private ConsoleRun Console(int port) => new(_scratch.Folder, new Uri($"http://127.0.0.1:{port}"), _scratch.Data);

    /// <summary>Restores the default of SIGINT, which the test runner may have ignored.</summary>
    private Task<ConsoleOutput> Watch(int port) => Console(port)
        .Start("bash", ["-c", "echo $$ >pid; exec env --default-signal=INT streamactors watch >moves 2>notes"]);

    private async Task Signal(string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", Read("pid").Trim()]);
        await kill.WaitForExitAsync();
    }

    private string Read(string name)
    {
        var file = Path.Combine(_scratch.Folder, name);
        return File.Exists(file) ? File.ReadAllText(file) : "";
    }
}
