using System.Text.Json;

namespace StreamActors.Server.Tests;

public sealed class StartStopSpecs : IDisposable
{
    private readonly Scratch _scratch = new();

    [Fact]
    public async Task It_starts_on_a_free_port_and_tells_how_it_is()
    {
        await using var server = await ServerProcess.Up(_scratch.Data, "--streamactors.node=studio-1");
        var (status, health) = await server.Get("/api/health");

        status.ShouldBe(200);
        health.GetProperty("status").GetString().ShouldBe("healthy");
        health.GetProperty("version").GetString().ShouldStartWith("0.1.0");
        health.GetProperty("node").GetString().ShouldBe("studio-1");
        health.GetProperty("runtime").GetString().ShouldBe("single-node");
        health.GetProperty("database").GetProperty("kind").GetString().ShouldBe("SQLite");
        health.GetProperty("database").GetProperty("where").GetString()!.ShouldContain(_scratch.Data);
        health.GetProperty("journal").GetProperty("position").GetInt64().ShouldBe(1); // the key of the first start
        health.GetProperty("uptimeSeconds").GetDouble().ShouldBeGreaterThan(0);
        health.GetProperty("checks").EnumerateArray().Select(c => c.GetProperty("status").GetString()).ShouldAllBe(s => s == "ok");
        (await server.Get("/health/live")).Status.ShouldBe(200);
        (await server.Get("/health/ready")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task The_first_start_prints_a_link_to_sign_in_with_and_a_later_one_prints_none_into_a_log()
    {
        var links = new List<string>();
        for (var start = 0; start < 2; start++)
        {
            await using var server = await ServerProcess.Up(_scratch.Data);
            var url = await server.Url();
            (await server.Get("/health/ready")).Status.ShouldBe(200);
            await server.Signal("TERM");
            var said = (await server.Ended()).Said;
            links.AddRange(said.Split('\n').Where(l => l.Contains("#link=", StringComparison.Ordinal)));
            if (start == 0)
                links.ShouldHaveSingleItem().ShouldStartWith(
                    $"Sign in to the page with this link, once and within 15m: {url.GetLeftPart(UriPartial.Authority)}/#link=");
            server.Log.ShouldAllBe(l => !l.Contains("#link=", StringComparison.Ordinal));
        }
        links.Count.ShouldBe(1);
    }

    [Fact]
    public async Task With_demo_a_test_stream_is_on_air_and_the_next_start_finds_it_there()
    {
        for (var start = 0; start < 2; start++)
        {
            await using var server = await ServerProcess.Up(_scratch.Data, "--demo");
            await server.Until("/api/v1/inputs/demo",
                static input => input.GetProperty("state").GetProperty("phase").GetString() == "on-air");
            await server.Signal("TERM");
            (await server.Ended()).Code.ShouldBe(0);
            var told = server.Log.Select(l => JsonDocument.Parse(l).RootElement)
                .First(l => l.TryGetProperty("phase", out var phase) && phase.GetString() == "on-air");
            told.GetProperty("entity").GetString()!.ShouldStartWith("workload/demo~");
            told.GetProperty("incarnation").GetInt64().ShouldBeGreaterThan(0);
            told.GetProperty("node").GetString().ShouldNotBeNullOrEmpty();
        }
    }

    [Fact]
    public async Task The_local_key_is_for_the_server_s_user_alone_is_another_at_each_start_and_goes_with_it()
    {
        var file = Path.Combine(_scratch.Data, "local.key");
        await using var first = await ServerProcess.Up(_scratch.Data);
        File.GetUnixFileMode(file).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        var key = first.LocalKey();
        (await first.Get("/api/health")).Status.ShouldBe(200);
        await first.Signal("KILL");
        await first.Ended();

        await using var next = await ServerProcess.Up(_scratch.Data);
        next.LocalKey().ShouldNotBe(key);
        using var client = new HttpClient { BaseAddress = await next.Url(), DefaultRequestHeaders = { { "X-API-Key", key } } };
        using var answer = await client.GetAsync(new Uri("/api/v1/me", UriKind.Relative));
        ((int)answer.StatusCode).ShouldBe(401, "the key of the killed server opens nothing");
        await next.Signal("TERM");
        await next.Ended();
        File.Exists(file).ShouldBeFalse();
    }

    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    public async Task Asked_to_stop_it_ends_with_code_0_and_leaves_the_folder_to_the_next(string signal)
    {
        await using var first = await ServerProcess.Up(_scratch.Data);
        await first.Signal(signal);
        (await first.Ended()).Code.ShouldBe(0);
        first.Log.ShouldContain(line => line.Contains("Stopping: waiting up to", StringComparison.Ordinal));

        await using var next = await ServerProcess.Up(_scratch.Data);
        (await next.Get("/health/ready")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task Asked_to_stop_while_it_still_starts_its_test_stream_it_ends_with_code_0()
    {
        await using var server = ServerProcess.Start(["up", "--data", _scratch.Data, "--http", "127.0.0.1:0", "--demo"]);
        var file = Path.Combine(_scratch.Data, "local.key"); // written before the test stream is created
        await Eventually.Is(() => File.Exists(file) || server.HasExited, () => "It does not start.");
        await server.Signal("TERM");
        var (code, said) = await server.Ended();
        code.ShouldBe(0, said);
    }

    [Fact]
    public async Task A_closed_terminal_ends_nothing_and_is_logged()
    {
        await using var server = await ServerProcess.Up(_scratch.Data);
        await server.Signal("HUP");
        await Eventually.Is(() => server.HasExited || server.Log.ToArray().Any(line => line.Contains("SIGHUP", StringComparison.Ordinal)),
            () => string.Join('\n', server.Log.ToArray()));
        (await server.Get("/health/ready")).Status.ShouldBe(200);
        await server.Signal("TERM");
        (await server.Ended()).Code.ShouldBe(0);
    }

    [Theory]
    [InlineData("A command is missing")]
    [InlineData("A command is missing", "--data", "elsewhere")]
    [InlineData("restore requires --from FILE.", "restore")]
    [InlineData("Unexpected argument 'stray'.", "up", "--demo", "stray")]
    public async Task Without_something_to_do_nothing_is_started_and_no_folder_made(string why, params string[] arguments)
    {
        var (code, said, _) = await ServerProcess.Run(arguments);
        code.ShouldBe((int)ExitCode.Usage);
        said.ShouldContain(why);
        said.ShouldContain("streamactors help");
    }

    [Fact]
    public async Task A_second_server_on_the_folder_is_refused_and_told_who_is_there()
    {
        await using var first = await ServerProcess.Up(_scratch.Data);
        var (code, said, _) = await ServerProcess.Run("up", "--data", _scratch.Data, "--http", "127.0.0.1:0");

        code.ShouldBe((int)ExitCode.InUse);
        said.ShouldContain($"process {first.Id}");
        said.ShouldNotContain("   at ");
        (await first.Get("/health/ready")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task Killed_it_starts_again_on_the_same_folder()
    {
        await using var first = await ServerProcess.Up(_scratch.Data);
        await first.Signal("KILL");
        (await first.Ended()).Code.ShouldBe(128 + 9);

        await using var next = await ServerProcess.Up(_scratch.Data);
        (await next.Get("/api/health")).Body.GetProperty("status").GetString().ShouldBe("healthy");
    }

    [Fact]
    public async Task A_taken_address_is_told_and_another_is_asked_for()
    {
        await using var first = await ServerProcess.Up(_scratch.Data);
        var address = (await first.Url()).Authority;
        var (code, said, _) = await ServerProcess.Run("up", "--data", _scratch.Data + "-2", "--http", address);

        code.ShouldBe((int)ExitCode.Unavailable);
        said.ShouldContain(address);
        said.ShouldContain("--http");
    }

    [Fact]
    public async Task A_stop_that_comes_while_it_starts_ends_it()
    {
        await using var server = ServerProcess.Start(["up", "--data", _scratch.Data, "--http", "127.0.0.1:0"]);
        await Eventually.Is(() => File.Exists(Path.Combine(_scratch.Data, "streamactors.db")), () => "It does not begin.");
        await server.Signal("TERM");
        await server.Ended();
    }

    [Fact]
    public async Task Every_log_line_is_json_with_its_time_level_and_node()
    {
        await using var server = await ServerProcess.Up(_scratch.Data, "--streamactors.log.level=debug");
        await server.Get("/api/health");
        await server.Signal("TERM");
        await server.Ended();

        server.Log.Count.ShouldBeGreaterThan(2);
        foreach (var line in server.Log.Select(l => JsonDocument.Parse(l).RootElement))
        {
            line.GetProperty("at").GetDateTimeOffset().Offset.ShouldBe(TimeSpan.Zero);
            // a health check may time out on a busy machine
            line.GetProperty("level").GetString().ShouldBeOneOf("debug", "info", "warning", "error");
            line.GetProperty("node").GetString().ShouldNotBeNullOrEmpty();
        }
    }

    [Fact]
    public async Task The_first_start_prints_nothing_secret()
    {
        await using var server = await ServerProcess.Up(_scratch.Data);
        await server.Signal("TERM");
        var (_, said) = await server.Ended();

        var key = (await File.ReadAllTextAsync(Path.Combine(_scratch.Data, "master.key"))).Trim();
        key.Length.ShouldBe(44);
        (said + string.Join('\n', server.Log)).ShouldNotContain(key);
    }

    public void Dispose() => _scratch.Dispose();
}
