using StreamActors.Kernel;

namespace StreamActors.Storage.Tests;

public sealed class The_feed_on_SQLite : FeedSpecs<SqlitePlace>;

public sealed class The_feed_on_PostgreSQL : FeedSpecs<PostgresPlace>;

/// <summary>The clock stands still in all of these: what arrives without moving it was signalled by a commit.</summary>
public abstract class FeedSpecs<TPlace> : StorageSpecs<TPlace>
    where TPlace : DatabasePlace, new()
{
    [Fact]
    public async Task A_follower_gets_what_is_there_and_then_what_comes()
    {
        await Stage.Journal.Append(Sample.Id(1), 0, Sample.Writer, Sample.Counts(1, 2));
        await using var reader = new Reader(Stage.Feed);
        await reader.Until(2);
        await Stage.Journal.Append(Sample.Id(2), 0, Sample.Writer, [Sample.Count(3)]);
        var heard = await reader.Until(3);
        heard.Select(r => (r.Id, r.Sequence)).ShouldBe([(Sample.Id(1), 1), (Sample.Id(1), 2), (Sample.Id(2), 1)]);
        heard.Select(r => r.Envelope).ShouldBe(Sample.Counts(1, 3));
        heard.Select(r => r.Position).ShouldBeInOrder();
    }

    [Fact]
    public async Task It_goes_on_after_the_position_it_is_given()
    {
        await Stage.Journal.Append(Sample.Id(1), 0, Sample.Writer, Sample.Counts(1, 1100));
        await using var first = new Reader(Stage.Feed);
        var all = await first.Until(1100);
        await using var second = new Reader(Stage.Feed, all[700].Position);
        (await second.Until(399)).Select(r => r.Sequence).ShouldBe(Enumerable.Range(702, 399).Select(n => (long)n));
    }

    [Fact]
    public async Task Those_who_follow_at_the_end_share_what_is_read_and_whoever_is_far_behind_misses_nothing()
    {
        using var feed = Stage.Feed;
        await using var first = new Reader(feed);
        await using var second = new Reader(feed);
        for (var n = 1; n <= 2600; n += 100)
        {
            await Stage.Journal.Append(Sample.Id(1), n - 1, Sample.Writer, Sample.Counts(n, 100));
            await first.Until(n + 99);
            await second.Until(n + 99);
        }
        var heard = await second.Until(2600);
        ReferenceEquals(heard[^1], (await first.Until(2600))[^1]).ShouldBeTrue();
        await using var late = new Reader(feed);
        (await late.Until(2600)).Select(r => r.Sequence).ShouldBe(Enumerable.Range(1, 2600).Select(n => (long)n));
    }

    [Fact]
    public async Task What_another_process_writes_comes_with_the_next_poll()
    {
        var other = await Prepared();
        await using var reader = new Reader(Stage.Feed);
        await Clock.Waiting(1).WaitAsync(TimeSpan.FromSeconds(30));
        await other.Journal.Append(Sample.Id(1), 0, Guid.NewGuid(), [Sample.Count(1)]);
        reader.Heard.ShouldBeEmpty();
        Clock.Advance(TimeSpan.FromSeconds(1));
        await reader.Until(1);
    }

    [Fact]
    public async Task An_event_marked_as_deleted_is_not_delivered_and_holds_up_nothing()
    {
        await Stage.Journal.Append(Sample.Id(1), 0, Sample.Writer, Sample.Counts(1, 3));
        await Stage.Sql("UPDATE journal SET deleted = true WHERE sequence_number = 2");
        await using var reader = new Reader(Stage.Feed);
        (await reader.Until(2)).Select(r => r.Sequence).ShouldBe([1, 3]);
    }

    [Fact]
    public async Task An_unreadable_event_stops_the_follower_and_is_never_passed_by()
    {
        await Stage.Journal.Append(Sample.Id(1), 0, Sample.Writer, Sample.Counts(1, 3));
        await Stage.Sql("UPDATE journal SET identifier = 1 WHERE sequence_number = 2");
        await using var reader = new Reader(Stage.Feed);
        (await Should.ThrowAsync<UnreadableEventException>(() => reader.Following)).Message.ShouldContain("sample/s1#2");
        reader.Heard.Select(r => r.Sequence).ShouldBe([1]);
    }

    [Fact]
    public async Task Removed_rows_are_gaps_that_nobody_waits_for()
    {
        await Stage.Journal.Append(Sample.Id(1), 0, Sample.Writer, Sample.Counts(1, 9));
        await Stage.Sql("DELETE FROM journal WHERE sequence_number IN (1, 2, 5, 8)");
        await using var reader = new Reader(Stage.Feed);
        (await reader.Until(5)).Select(r => r.Sequence).ShouldBe([3, 4, 6, 7, 9]);
        await using var resumed = new Reader(Stage.Feed, 4);
        (await resumed.Until(3)).Select(r => r.Sequence).ShouldBe([6, 7, 9]);
    }

    [Fact]
    public async Task Eight_writers_at_once_with_work_taken_back_in_between_and_nothing_is_skipped()
    {
        const int each = 60;
        OpenedStorage[] processes = [Stage, await Prepared()];
        await using var reader = new Reader(Stage.Feed);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(n => Task.Run(() => Write(processes[n % 2], n, each))));
        Stage.Signal.Ring();
        var heard = await reader.Until(8 * each, () => Clock.Advance(TimeSpan.FromSeconds(1)));

        heard.Count.ShouldBe(8 * each);
        heard.Select(r => r.Position).ShouldBeInOrder();
        heard.Select(r => r.Position).ShouldBeUnique();
        for (var n = 0; n < 8; n++)
            heard.Where(r => r.Id == Sample.Id(n)).Select(r => r.Sequence).ShouldBe(Enumerable.Range(1, each).Select(s => (long)s));
        (await Stage.Ask<long>("SELECT count(*) FROM journal")).ShouldBe(8 * each);
    }

    /// <summary>Every third write is first rolled back, which leaves a number unused.</summary>
    private static async Task Write(OpenedStorage process, int number, int count)
    {
        var journal = process.Journal;
        for (var version = 0; version < count; version++)
        {
            if (version % 3 == 1)
                await Should.ThrowAsync<JournalConflictException>(
                    () => journal.Append(Sample.Id(number), version - 1, Guid.NewGuid(), [Sample.Count(-1)]));
            await journal.Append(Sample.Id(number), version, Sample.Writer, [Sample.Count(version)]);
        }
    }
}
