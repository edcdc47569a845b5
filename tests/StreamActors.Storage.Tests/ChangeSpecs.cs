using StreamActors.Kernel;

namespace StreamActors.Storage.Tests;

public sealed class Changes_on_SQLite : ChangeSpecs<SqlitePlace>;

public sealed class Changes_on_PostgreSQL : ChangeSpecs<PostgresPlace>;

public abstract class ChangeSpecs<TPlace> : StorageSpecs<TPlace>
    where TPlace : DatabasePlace, new()
{
    [Fact]
    public async Task Waiting_changes_share_one_commit()
    {
        var (held, letGo) = Hold();
        await held;
        var before = Stage.Database.Commits;
        var journal = Stage.Journal;
        var appends = Enumerable.Range(1, 100).Select(n => journal.Append(Sample.Id(n), 0, Sample.Writer, [Sample.Count(1)])).ToList();
        letGo();
        await Task.WhenAll(appends);
        (Stage.Database.Commits - before).ShouldBe(2, "one for the change that held the writer, one for all hundred");
        (await Stage.Ask<long>("SELECT count(*) FROM journal")).ShouldBe(100);
    }

    [Fact]
    public async Task A_change_that_throws_takes_back_its_own_part_and_nothing_else()
    {
        var (held, letGo) = Hold();
        await held;
        var first = Stage.Sql("INSERT INTO cursors (name, position) VALUES ('first', 1)");
        var broken = Stage.Database.Change<int>(
            async t =>
            {
                await t.Run("INSERT INTO cursors (name, position) VALUES ('broken', 1)");
                throw new InvalidDataException("no");
            },
            CancellationToken.None);
        var wrong = Stage.Sql("INSERT INTO cursors (name, position) VALUES ('wrong', NULL)");
        var last = Stage.Sql("INSERT INTO cursors (name, position) VALUES ('last', 1)");
        letGo();
        await first;
        await last;
        await Should.ThrowAsync<InvalidDataException>(() => broken);
        await Should.ThrowAsync<System.Data.Common.DbException>(() => wrong);
        (await Stage.Database.Read(c => c.Command("SELECT name FROM cursors ORDER BY name").All(r => r.GetString(0)),
            CancellationToken.None)).ShouldBe(["first", "last"]);
    }

    [Fact]
    public async Task When_the_whole_transaction_is_lost_everyone_hears_why_and_the_writer_goes_on()
    {
        var (held, letGo) = Hold();
        await held;
        var first = Stage.Sql("INSERT INTO cursors (name, position) VALUES ('first', 1)");
        var lost = Stage.Database.Change<int>(
            async t =>
            {
                await t.Run("ROLLBACK");
                throw new InvalidDataException("the first reason");
            },
            CancellationToken.None);
        var last = Stage.Sql("INSERT INTO cursors (name, position) VALUES ('last', 1)");
        letGo();
        foreach (var change in (Task[])[first, lost, last])
            (await Should.ThrowAsync<DatabaseUnavailableException>(() => change)).Message.ShouldContain("the first reason");
        await Stage.Sql("INSERT INTO cursors (name, position) VALUES ('later', 1)").WaitAsync(TimeSpan.FromSeconds(30));
        (await Stage.Ask<long>("SELECT count(*) FROM cursors")).ShouldBe(1);
    }

    [Fact]
    public async Task A_change_that_swallows_an_error_of_the_database_is_not_taken_for_done()
    {
        await Stage.Sql("INSERT INTO cursors (name, position) VALUES ('there', 1)");
        var swallowed = Stage.Database.Change(
            async t =>
            {
                await t.Run("INSERT INTO cursors (name, position) VALUES ('new', 1)");
                try
                {
                    await t.Run("INSERT INTO cursors (name, position) VALUES ('there', 2)");
                }
                catch (System.Data.Common.DbException)
                {
                }
                return 0;
            },
            CancellationToken.None);
        var there = await swallowed.ContinueWith(t => t.IsCompletedSuccessfully, TaskScheduler.Default);
        (await Stage.Ask<long>("SELECT count(*) FROM cursors WHERE name = 'new'")).ShouldBe(there ? 1 : 0);
    }

    [Fact]
    public async Task A_change_cancelled_in_the_queue_is_never_carried_out()
    {
        var (held, letGo) = Hold();
        await held;
        using var stop = new CancellationTokenSource();
        var cancelled = Stage.Database.Change(t => t.Run("INSERT INTO cursors (name, position) VALUES ('cancelled', 1)"), stop.Token);
        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => cancelled);
        letGo();
        await Stage.Sql("INSERT INTO cursors (name, position) VALUES ('after', 1)");
        (await Stage.Ask<long>("SELECT count(*) FROM cursors")).ShouldBe(1);
    }

    [Fact]
    public async Task Closing_carries_out_what_waits_and_refuses_what_comes_later()
    {
        var (held, letGo) = Hold();
        await held;
        var waiting = Stage.Sql("INSERT INTO cursors (name, position) VALUES ('waiting', 1)");
        var closing = Stage.Database.DisposeAsync();
        await Should.ThrowAsync<ObjectDisposedException>(() => Stage.Sql("INSERT INTO cursors (name, position) VALUES ('late', 1)"));
        letGo();
        await closing;
        await waiting;
        var again = await Restarted();
        (await again.Ask<long>("SELECT count(*) FROM cursors")).ShouldBe(1);
    }

    [Fact]
    public async Task A_read_that_throws_leaves_the_database_usable()
    {
        for (var i = 0; i < 30; i++)
            await Should.ThrowAsync<InvalidDataException>(
                () => Stage.Database.Read<int>(_ => throw new InvalidDataException(), CancellationToken.None));
        (await Stage.Ask<long>("SELECT count(*) FROM cursors")).ShouldBe(0);
    }

    [Fact]
    public void The_description_names_the_place_and_no_password()
    {
        Stage.Database.Description.ShouldStartWith(Stage.Database.Dialect.Name + " at ");
        var secret =
            new PostgresDatabase("Host=db.example;Port=5;Username=u;Password=hunter2;Database=d", Stage.Log.For<PostgresDatabase>());
        secret.Description.ShouldBe("PostgreSQL at db.example:5/d");
    }
}
