using System.Globalization;

namespace StreamActors.Ffmpeg.Tests.Children;

public sealed class LeashSpecs : IAsyncDisposable
{
    private readonly Fake _fake = new();

    public ValueTask DisposeAsync() => _fake.DisposeAsync();

    [Theory]
    [InlineData("stall")]
    [InlineData("ignore SIGTERM ignore SIGINT ignore SIGHUP stall")]
    [InlineData("flood 900000000000")]
    public async Task A_server_killed_with_minus_9_takes_its_children_with_it(string script)
    {
        var server = await _fake.Run(["parent", .. script.Split(' ')]);
        using var orphan = ProcessExit.Of(int.Parse(Fake.ReadLine(server), CultureInfo.InvariantCulture));

        server.Signal(ChildSignal.Kill);

        orphan.Ends(Fake.Timeout).ShouldBeTrue();
    }

    [Fact]
    public async Task A_server_killed_while_its_child_is_only_just_starting_leaves_none()
    {
        // The state if the server dies between fork and the request for a death signal: the starting thread is gone.
        var ended = 0;
        var thread = new Thread(() => ended = Libc.ThreadId());
        thread.Start();
        thread.Join();
        var tokens = Leash.Find().Tokens(Programs.Find("true")!, ended, new ChildStart("true", []));

        var child = await _fake.Launcher.Start(new ChildStart(tokens[0], tokens[1..]) { OnStderr = _ => { } });

        (await child.Ended.WaitAsync(Fake.Timeout)).ExitCode.ShouldNotBe(0);
    }

    [Fact]
    public async Task A_child_goes_by_its_own_name()
    {
        var child = await _fake.Run("gate");
        _ = child.Stdin!.Write("x"u8);
        await child.Ended;

        child = await _fake.Run("say", "up", "stall");
        await _fake.Hears("up");

        (await File.ReadAllTextAsync($"/proc/{child.Pid}/comm")).ShouldStartWith("StreamActors.Fa");
    }

    [Fact]
    public async Task A_child_has_the_configured_nice_value()
    {
        var child = await _fake.Launcher.Start(_fake.Start("say", "up", "stall") with { Limits = new ChildLimits(Nice: 7) });
        await _fake.Hears("up");

        (await NiceOf(child.Pid)).ShouldBe(Math.Min(19, await NiceOf(Environment.ProcessId) + 7));

        static async Task<int> NiceOf(int pid)
        {
            var stat = await File.ReadAllTextAsync($"/proc/{pid}/stat");
            return int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[16], CultureInfo.InvariantCulture);
        }
    }

    [Fact]
    public async Task A_child_that_asks_for_more_than_its_memory_is_refused_by_the_kernel()
    {
        var greedy = await _fake.Launcher.Start(new ChildStart("tail", ["/dev/zero"]) { Limits = new ChildLimits(MemoryBytes: 50_000_000),
            OnStderr = _ => { } });

        (await greedy.Ended.WaitAsync(Fake.Timeout)).ExitCode.ShouldBe(1);
    }

    [Fact]
    public async Task What_a_child_uses_is_read_from_proc()
    {
        var child = await _fake.Run("hog", "50000000", "say", "up", "stall");
        await _fake.Hears("up");

        var usage = ChildUsage.Of(child).ShouldNotBeNull();

        usage.ResidentBytes.ShouldBeGreaterThan(50_000_000);
        usage.Cpu.ShouldBeGreaterThan(TimeSpan.Zero);
        child.Signal(ChildSignal.Kill);
        await child.Ended;
        ChildUsage.Of(child).ShouldBeNull();
    }

    [Fact]
    public void A_program_name_with_brackets_and_spaces_does_not_shift_the_figures()
    {
        var usage = ChildUsage.Parse("42 (evil) R 1 (x) S 1 42 42 0 -1 4194560 100 0 0 0 250 50 0 0 20 0 9 0 1000 222298112 5000 184 1 1",
            4096);

        usage.ShouldBe(new ChildUsage(TimeSpan.FromSeconds(3), 5000 * 4096, 222298112, 9, IsStopped: false));
        ChildUsage.Parse("42 (evil) R 1 (x) T 1 42 42 0 -1 4194560 100 0 0 0 250 50 0 0 20 0 9 0 1000 222298112 5000 184 1 1",
            4096)!.IsStopped.ShouldBeTrue();
    }
}
