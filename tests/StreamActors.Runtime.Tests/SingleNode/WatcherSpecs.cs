namespace StreamActors.Runtime.Tests;

public sealed class WatcherSpecs
{
    private readonly ClusterTelemetry _telemetry = new("here", SqlStore.Words);

    [Fact]
    public async Task A_watcher_gets_all_current_values_first_and_then_changes()
    {
        _telemetry.Publish("outputs", "a", 1);
        _telemetry.Publish("outputs", "b", 2);
        _telemetry.Publish("inputs", "a", 99);
        var watching = _telemetry.Watch("outputs", CancellationToken.None).GetAsyncEnumerator();
        (await Next(watching)).ShouldBe(new Figure("here", "a", 1));
        (await Next(watching)).ShouldBe(new Figure("here", "b", 2));
        var next = Next(watching);
        next.IsCompleted.ShouldBeFalse();
        _telemetry.Publish("outputs", "b", 3);
        (await next).ShouldBe(new Figure("here", "b", 3));
    }

    [Fact]
    public async Task A_slow_watcher_misses_what_lies_between_but_never_the_newest()
    {
        _telemetry.Publish("outputs", "a", 0);
        var watching = _telemetry.Watch("outputs", CancellationToken.None).GetAsyncEnumerator();
        await Next(watching);
        for (var i = 1; i <= 1000; i++)
            _telemetry.Publish("outputs", "a", i);
        (await Next(watching)).Value.ShouldBe(1000);
    }

    [Fact]
    public async Task A_key_that_is_taken_away_is_told_to_those_who_know_it_and_only_to_them()
    {
        _telemetry.Publish("outputs", "a", 1);
        var watching = _telemetry.Watch("outputs", CancellationToken.None).GetAsyncEnumerator();
        await Next(watching);
        _telemetry.Publish("outputs", "passing", 1);
        _telemetry.Publish("outputs", "passing", null);
        _telemetry.Publish("outputs", "a", null);
        (await Next(watching)).ShouldBe(new Figure("here", "a", null));
        _telemetry.Publish("outputs", "b", 1);
        (await Next(watching)).Key.ShouldBe("b");
    }

    [Fact]
    public async Task However_slow_a_watcher_is_it_holds_no_more_than_one_figure_per_living_key()
    {
        var topic = new Topic();
        using var watcher = topic.Watch();
        for (var i = 0; i < 10_000; i++)
        {
            topic.Publish(new Figure("here", $"session-{i}", i));
            topic.Publish(new Figure("here", "a", i));
            topic.Publish(new Figure("here", $"session-{i}", null));
        }
        (await watcher.News(CancellationToken.None)).ShouldHaveSingleItem().ShouldBe(new Figure("here", "a", 9_999));
    }

    [Fact]
    public async Task Watching_ends_with_the_node_and_with_the_watchers_wish()
    {
        using var stop = new CancellationTokenSource();
        var wished = _telemetry.Watch("outputs", stop.Token).GetAsyncEnumerator(CancellationToken.None).MoveNextAsync().AsTask();
        var watching = _telemetry.Watch("outputs", CancellationToken.None).GetAsyncEnumerator().MoveNextAsync().AsTask();
        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(wished.Soon());
        _telemetry.Vanish();
        (await watching.Soon()).ShouldBeFalse();
    }

    private static async Task<Figure> Next(IAsyncEnumerator<Figure> watching)
    {
        (await watching.MoveNextAsync().Soon()).ShouldBeTrue();
        return watching.Current;
    }
}
