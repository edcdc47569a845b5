using System.Globalization;
using System.Text;
using StreamActors.Testing.Peers;

namespace StreamActors.Ffmpeg.Tests.Children;

public sealed class ChildLauncherSpecs : IAsyncDisposable
{
    private readonly Fake _fake = new();

    public ValueTask DisposeAsync() => _fake.DisposeAsync();

    [Fact]
    public async Task Every_token_arrives_as_it_was_whatever_its_characters()
    {
        string[] tokens =
            ["args", "$(reboot)", "a b", "\"'`\\", "; rm -rf /", "*?[a]", "", "-n", "--", "schlüssel ✓", "line\nbreak", "%41&x=1#"];

        var child = await _fake.Run(tokens);

        Fake.ReadAll(child).ShouldBe(string.Join('\n', tokens));
    }

    [Fact]
    public async Task What_goes_in_on_stdin_comes_out_on_stdout()
    {
        var child = await _fake.Run("echo");
        var sent = new byte[1_000_000];
        new Random(1).NextBytes(sent);
        var writer = Task.Run(() =>
        {
            child.Stdin!.Write(sent).ShouldBeTrue();
            child.Stdin.Dispose();
        });

        var got = new MemoryStream();
        var buffer = new byte[65536];
        while (child.Stdout!.Read(buffer) is > 0 and var read)
            got.Write(buffer, 0, read);

        await writer;
        got.ToArray().ShouldBe(sent);
        (await child.Ended).ExitCode.ShouldBe(0);
    }

    [Fact]
    public async Task Its_exit_code_is_known()
    {
        var child = await _fake.Run("exit", "37");

        var end = await child.Ended.WaitAsync(Fake.Timeout);

        end.ExitCode.ShouldBe(37);
        end.Signal.ShouldBeNull();
        end.Cpu.ShouldBeGreaterThan(TimeSpan.Zero);
        end.PeakResidentBytes.ShouldBeGreaterThan(1_000_000);
    }

    [Fact]
    public async Task A_crash_is_told_from_an_exit()
    {
        var child = await _fake.Run("crash", "stall");

        var end = await child.Ended.WaitAsync(Fake.Timeout);

        end.Signal.ShouldNotBeNull();
        end.ExitCode.ShouldBeNull();
    }

    [Fact]
    public async Task It_has_a_process_group_of_its_own_so_that_a_CtrlC_at_the_terminal_is_not_for_it()
    {
        var child = await _fake.Run("pgid");

        Fake.ReadAll(child).ShouldBe(child.Pid.ToString(CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task It_inherits_no_descriptor_but_its_own_four()
    {
        var careless = LeakyDescriptors.Duplicate(0); // as a native library might: without close-on-exec
        try
        {
            var child = await _fake.Launcher.Start(new ChildStart("ls", ["/proc/self/fd"]) { Stdout = true, OnProgress = _ => { } });

            Fake.ReadAll(child).Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .ShouldBe(["0", "1", "2", "3", "4"], "4 is the folder that ls itself reads");
        }
        finally
        {
            LeakyDescriptors.Close(careless);
        }
    }

    [Fact]
    public async Task It_learns_nothing_of_our_environment_that_it_has_no_use_for()
    {
        Environment.SetEnvironmentVariable("STREAMACTORS_DATABASE_PASSWORD", "hunter2");
        Environment.SetEnvironmentVariable("FFREPORT", "file=/tmp/never");
        var child = await _fake.Launcher.Start(
            _fake.Start("env") with { Environment = new Dictionary<string, string> { ["http_proxy"] = "x" } });

        var names = Fake.ReadAll(child).Split('\n');

        names.ShouldContain("PATH");
        names.ShouldContain("http_proxy");
        names.ShouldNotContain("STREAMACTORS_DATABASE_PASSWORD");
        names.ShouldNotContain("FFREPORT");
    }

    [Fact]
    public async Task The_thread_that_asked_for_it_may_end_and_the_child_lives_on()
    {
        Child? child = null;
        var asker = new Thread(() => child = _fake.Run("echo").GetAwaiter().GetResult());
        asker.Start();
        asker.Join();

        child!.Stdin!.Write("still here"u8).ShouldBeTrue();
        child.Stdin.Dispose();

        Fake.ReadAll(child).ShouldBe("still here");
    }

    [Fact]
    public async Task Grandchildren_end_with_the_child()
    {
        var child = await _fake.Run("spawn", "gate");
        var sleeper = int.Parse(Fake.ReadLine(child), CultureInfo.InvariantCulture);
        using var watched = ProcessExit.Of(sleeper);

        child.Stdin!.Write("go"u8);

        watched.Ends(Fake.Timeout).ShouldBeTrue();
        (await child.Ended).ExitCode.ShouldBe(0);
    }

    [Fact]
    public async Task A_flood_on_stderr_never_holds_a_child_up_nor_its_sibling()
    {
        var taken = 0L;
        var flooding = await _fake.Launcher.Start(_fake.Start("flood", "200000000") with { OnStderr = bytes => taken += bytes.Length });
        var sibling = await _fake.Run("say", "here");

        await _fake.Hears("here");
        (await flooding.Ended.WaitAsync(Fake.Timeout)).ExitCode.ShouldBe(0);
        taken.ShouldBeGreaterThanOrEqualTo(200_000_000);
        (await sibling.Ended.WaitAsync(Fake.Timeout)).ExitCode.ShouldBe(0);
    }

    [Fact]
    public async Task A_reader_that_throws_harms_neither_its_child_nor_the_others()
    {
        var bad = await _fake.Launcher.Start(
            _fake.Start("say", "x", "exit", "4") with { OnStderr = _ => throw new InvalidOperationException("broken reader") });
        (await bad.Ended.WaitAsync(Fake.Timeout)).ExitCode.ShouldBe(4);

        await _fake.Run("say", "fine");
        await _fake.Hears("fine");
    }

    [Fact]
    public async Task A_thousand_starts_leave_no_descriptor_behind()
    {
        await Once();
        var before = Directory.GetFileSystemEntries("/proc/self/fd").Length;

        for (var round = 0; round < 100; round++)
            await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Once()));

        // The test runner has a few descriptors of its own, and parallel tests have more for a while.
        await Eventually.Is(() => Directory.GetFileSystemEntries("/proc/self/fd").Length < before + 20,
            () => $"{before} descriptors before, {Directory.GetFileSystemEntries("/proc/self/fd").Length} now", Fake.Timeout);

        async Task Once()
        {
            var child = await _fake.Launcher.Start(
                new ChildStart("true", []) { Stdin = true, Stdout = true, OnStderr = _ => { }, OnProgress = _ => { } });
            await child.Ended.WaitAsync(Fake.Timeout);
            child.Stdout!.Dispose();
        }
    }

    [Fact]
    public async Task A_writer_blocked_on_a_child_that_never_reads_is_free_once_it_is_killed()
    {
        var child = await _fake.Run("stall");
        var writer = Task.Run(() => child.Stdin!.Write(new byte[1_000_000]));

        while (child.Stdin!.Unread < 65536) // the pipe is full: the writer waits, or is about to
            await Task.Yield();
        child.Signal(ChildSignal.Kill);

        (await writer.WaitAsync(Fake.Timeout)).ShouldBeFalse();
    }

    [Fact]
    public async Task A_writer_blocked_on_a_child_that_never_reads_is_free_once_its_stdin_is_closed()
    {
        var child = await _fake.Run("stall");
        var writer = Task.Run(() => child.Stdin!.Write(new byte[1_000_000]));

        while (child.Stdin!.Unread < 65536)
            await Task.Yield();
        child.Stdin.Dispose();

        (await writer.WaitAsync(Fake.Timeout)).ShouldBeFalse();
    }

    [Fact]
    public async Task Progress_comes_on_a_pipe_of_its_own()
    {
        var progress = new StringBuilder();
        var child = await _fake.Launcher.Start(_fake.Start("say", "on stderr", "progress", "2")
            with { OnProgress = bytes => progress.Append(Encoding.UTF8.GetString(bytes)) });

        await child.Ended.WaitAsync(Fake.Timeout);

        progress.ToString().ShouldContain("frame=50");
        progress.ToString().ShouldNotContain("stderr");
        _fake.Stderr.ShouldBe("on stderr\n");
    }

    [Fact]
    public async Task A_program_that_is_not_installed_is_named()
    {
        var missing = await Should.ThrowAsync<FileNotFoundException>(() => _fake.Launcher.Start(new ChildStart("ffmpeg-of-dreams", [])));

        missing.Message.ShouldContain("ffmpeg-of-dreams");
    }

    [Fact]
    public async Task Disposing_the_launcher_kills_its_children()
    {
        var own = new Fake();
        var child = await own.Run("ignore", "SIGTERM", "stall");

        await own.DisposeAsync();

        (await child.Ended.WaitAsync(Fake.Timeout)).Signal.ShouldBe(9);
        child.Signal(ChildSignal.Terminate).ShouldBeFalse("its pid may be another's by now");
    }
}
