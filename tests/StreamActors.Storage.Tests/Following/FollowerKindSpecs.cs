using Microsoft.Extensions.Logging.Abstractions;
using StreamActors.Kernel;
using StreamActors.Testing;

namespace StreamActors.Storage.Tests.Following;

public sealed class FollowerKindSpecs
{
    private readonly StandingClock _clock = new();

    private sealed class Reader : IFeedReader
    {
        private readonly TaskCompletionSource _lastAsk = new();

        public string Name => "ledger";

        public int Runs { get; private set; }

        public Queue<Exception> Failures { get; } = [];

        public TaskCompletionSource Running { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void LetEnd() => _lastAsk.SetResult();

        public async Task Run(CancellationToken stop)
        {
            Runs++;
            if (Failures.TryDequeue(out var failure))
                throw failure;
            Running.TrySetResult();
            var stopped = new TaskCompletionSource();
            await using (stop.Register(stopped.SetResult))
                await stopped.Task;
            await _lastAsk.Task;
        }
    }

    private (EntityKind Kind, Activation Awake, IEffects Effects) Wake(Reader reader)
    {
        var kind = FollowerKind.Of([reader], _clock, () => 0.5, NullLogger<IFeedReader>.Instance);
        var id = FollowerKind.Always([reader]).Single();
        var effects = kind.Effects(id, null!);
        var awake = new Activation(kind, id);
        foreach (var pendingEffect in awake.Resume())
            effects.Perform(pendingEffect.Effect, pendingEffect.Version);
        return (kind, awake, effects);
    }

    [Fact]
    public async Task Awake_it_runs_and_it_is_disposed_only_when_what_was_under_way_has_ended()
    {
        var reader = new Reader();
        var (kind, _, effects) = Wake(reader);
        await reader.Running.Task;
        effects.AtWork.ShouldBeTrue();
        kind.PassivateAfter.ShouldBe(Timeout.InfiniteTimeSpan);
        kind.IsWanted.ShouldNotBeNull("it is of a remembered kind");

        var disposing = effects.DisposeAsync().AsTask();
        for (var turn = 0; turn < 1000; turn++)
            await Task.Yield(); // time enough for a follower that would not wait
        disposing.IsCompleted.ShouldBeFalse();
        reader.LetEnd();
        await disposing;
        effects.AtWork.ShouldBeFalse();
    }

    [Fact]
    public async Task A_reader_that_fails_begins_again_after_a_pause()
    {
        var reader = new Reader();
        reader.Failures.Enqueue(new InvalidOperationException("a wrong follower"));
        reader.Failures.Enqueue(new DatabaseUnavailableException("away"));
        reader.LetEnd();
        var (_, _, effects) = Wake(reader);
        await _clock.Waiting(1).WaitAsync(TimeSpan.FromSeconds(30));
        _clock.Advance(TimeSpan.FromMilliseconds(200));
        await _clock.Waiting(1).WaitAsync(TimeSpan.FromSeconds(30));
        _clock.Advance(TimeSpan.FromMilliseconds(399));
        reader.Runs.ShouldBe(2);
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        await reader.Running.Task;
        reader.Runs.ShouldBe(3);
        await effects.DisposeAsync();
    }

    [Fact]
    public async Task One_that_waits_to_begin_again_ends_at_once_when_it_is_disposed()
    {
        var reader = new Reader();
        reader.Failures.Enqueue(new InvalidOperationException("a wrong follower"));
        var (_, _, effects) = Wake(reader);
        await _clock.Waiting(1).WaitAsync(TimeSpan.FromSeconds(30));
        await effects.DisposeAsync();
        reader.Runs.ShouldBe(1);
    }

    [Fact]
    public void It_takes_no_commands()
    {
        var (_, awake, _) = Wake(new Reader());
        Should.Throw<InvalidOperationException>(() => awake.Evaluate(new Delivery(new Credit(1), default), _clock.GetUtcNow()));
    }

    [Fact]
    public void One_that_this_program_does_not_have_cannot_wake() =>
        Should.Throw<InvalidOperationException>(() => FollowerKind.Of([], _clock, () => 0, NullLogger<IFeedReader>.Instance)
        .Effects(new EntityId("follower", "gone"), null!)).Message.ShouldContain("gone");
}
