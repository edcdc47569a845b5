namespace StreamActors.Ffmpeg.Tests.Children;

public sealed class StopLadderSpecs : IAsyncDisposable
{
    private static readonly StopLadder Ladder = new(TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(2));

    private readonly ManualTime _time = new();
    private readonly Fake _fake;

    public StopLadderSpecs() => _fake = new Fake(_time);

    public ValueTask DisposeAsync() => _fake.DisposeAsync();

    [Fact]
    public async Task A_child_that_reads_to_the_end_of_its_stdin_ends_when_asked()
    {
        var child = await _fake.Run("say", "up", "drain");
        await _fake.Hears("up");

        (await Ladder.Stop(child, _time).WaitAsync(Fake.Timeout)).ShouldBe(StopStep.Asked);
        (await child.Ended).ExitCode.ShouldBe(0);
    }

    [Fact]
    public async Task A_child_without_a_stdin_is_asked_by_a_signal()
    {
        var child = await _fake.Launcher.Start(_fake.Start("say", "up", "stall") with { Stdin = false });
        await _fake.Hears("up");

        (await Ladder.Stop(child, _time).WaitAsync(Fake.Timeout)).ShouldBe(StopStep.Asked);
    }

    [Fact]
    public async Task A_child_that_does_not_listen_is_terminated_after_its_wait_and_not_before()
    {
        var child = await _fake.Run("say", "up", "stall");
        await _fake.Hears("up");

        var stopping = Ladder.Stop(child, _time);
        await _time.SomeoneWaits(Ladder.AskedWait);
        _time.Move(Ladder.AskedWait - TimeSpan.FromMilliseconds(1));
        child.Ended.IsCompleted.ShouldBeFalse();
        _time.Move(TimeSpan.FromMilliseconds(1));

        (await stopping.WaitAsync(Fake.Timeout)).ShouldBe(StopStep.Terminated);
    }

    [Fact]
    public async Task A_child_that_ignores_everything_is_killed()
    {
        var child = await _fake.Run("ignore", "SIGTERM", "ignore", "SIGINT", "say", "deaf", "stall");
        await _fake.Hears("deaf");

        var stopping = Ladder.Stop(child, _time);
        await _time.SomeoneWaits(Ladder.AskedWait);
        _time.Move(Ladder.AskedWait);
        await _time.SomeoneWaits(Ladder.TerminatedWait);
        _time.Move(Ladder.TerminatedWait);

        (await stopping.WaitAsync(Fake.Timeout)).ShouldBe(StopStep.Killed);
        (await child.Ended).Signal.ShouldBe(9);
    }

    [Fact]
    public async Task A_child_that_had_ended_by_itself_was_not_stopped()
    {
        var child = await _fake.Run("exit", "1");
        await child.Ended;

        (await Ladder.Stop(child, _time)).ShouldBe(StopStep.None);
    }

    [Fact]
    public async Task Progress_read_at_leisure_waits_for_its_turn_and_loses_nothing()
    {
        var fields = 0;
        var read = new TaskCompletionSource();
        var child = await _fake.Launcher.Start(
            _fake.Start("gate", "progress", "3", "say", "reported", "stall") with { OnProgress = Count });
        child.ReadsProgressSlowly = true;
        child.Stdin!.Write("x"u8);
        await _fake.Hears("reported");
        fields.ShouldBe(0);

        for (var second = 0; second < 5; second++)
            _time.Move(TimeSpan.FromSeconds(1));

        await read.Task.WaitAsync(Fake.Timeout);
        fields.ShouldBe(3 * 10);

        void Count(ReadOnlySpan<byte> bytes)
        {
            fields += bytes.Count((byte)'=');
            read.TrySetResult();
        }
    }
}
