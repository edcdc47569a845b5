using StreamActors.Kernel;
using StreamActors.Testing;

namespace StreamActors.Storage.Tests;

public sealed class A_full_disk_under_SQLite : StorageSpecs<SqlitePlace>
{
    [Fact]
    public async Task A_full_disk_fails_all_changes_and_recovers()
    {
        await Stage.Journal.Append(Sample.Id(1), 0, Sample.Writer, [Sample.Count(1)]);
        // The error of a full disk, on the one connection that writes.
        var pages = await Stage.Database.Change(t => t.One<long>("PRAGMA page_count"), CancellationToken.None);
        await Stage.Database.Change(t => t.One<long>($"PRAGMA max_page_count = {pages + 2}"), CancellationToken.None);
        var large = Sample.Saying(new Renamed(new string('x', 100_000)));
        var (held, letGo) = Hold();
        await held;
        var journal = Stage.Journal;
        var appends = Enumerable.Range(10, 3).Select(n => journal.Append(Sample.Id(n), 0, Sample.Writer, [large])).ToList();
        letGo();
        foreach (var append in appends)
            (await Should.ThrowAsync<DatabaseUnavailableException>(() => append)).Message.ShouldContain("full");

        await Stage.Database.Change(t => t.One<long>("PRAGMA max_page_count = 1000000"), CancellationToken.None);
        await Stage.Journal.Append(Sample.Id(10), 0, Sample.Writer, [large]);
        (await Stage.All(Sample.Id(1))).Count.ShouldBe(1);
        (await Stage.Verify.All(10, CancellationToken.None)).Events.ShouldBe(2);
    }
}

public sealed class A_foreign_lock_on_SQLite : StorageSpecs<SqlitePlace>
{
    [Fact]
    public async Task A_writer_waits_for_another_program_to_finish()
    {
        await using var other = Unprepared();
        var holding = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var finish = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        var foreign = other.Database.Change(
            async t =>
            {
                await t.Run("INSERT INTO cursors (name, position) VALUES ('foreign', 1)");
                holding.SetResult();
                return await finish.Task;
            },
            CancellationToken.None);
        await holding.Task;
        var append = Stage.Journal.Append(Sample.Id(1), 0, Sample.Writer, [Sample.Count(1)]);
        (await Stage.All(Sample.Id(1))).ShouldBeEmpty("readers are not held up");
        finish.SetResult(0);
        await foreign;
        await append;
    }
}

/// <summary>A PostgreSQL of its own, which these tests may kill.</summary>
public sealed class A_lost_PostgreSQL : IAsyncLifetime
{
    private readonly StandingClock _clock = new();
    private PostgresServer _server = null!;
    private OpenedStorage _stage = null!;

    public async Task InitializeAsync()
    {
        _server = await PostgresServer.Start();
        _stage = new OpenedStorage(new PostgresDatabase(await _server.NewDatabase() + ";Timeout=5", new ListLog().For<PostgresDatabase>()),
            _clock);
        await JournalOpening.Run(_stage.Database, Sample.Words, _clock, CancellationToken.None);
    }

    public async Task DisposeAsync()
    {
        await _stage.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Nothing_is_taken_for_stored_while_it_is_away_and_all_goes_on_by_itself_when_it_is_back()
    {
        await _stage.Journal.Append(Sample.Id(1), 0, Sample.Writer, [Sample.Count(1)]);
        await using var reader = new Reader(_stage.Feed);
        await reader.Until(1);
        await _server.Kill();
        for (var attempt = 0; attempt < 3; attempt++)
            await Should.ThrowAsync<DatabaseUnavailableException>(
                () => _stage.Journal.Append(Sample.Id(1), 1, Sample.Writer, [Sample.Count(2)]));
        (await Should.ThrowAsync<DatabaseUnavailableException>(() => _stage.All(Sample.Id(1)))).Message.ShouldContain(
            _stage.Database.Description);
        _stage.Database.WriteFailure.ShouldNotBeNull().ShouldContain(_stage.Database.Description);

        await _server.Run();
        await _stage.Journal.Append(Sample.Id(1), 1, Sample.Writer, [Sample.Count(2)]);
        await reader.Until(2, () => _clock.Advance(TimeSpan.FromSeconds(1))); // the follower has survived the outage
        (await _stage.All(Sample.Id(1))).Count.ShouldBe(2);
        await Polling.Until(() => Task.FromResult(_stage.Database.WriteFailure is null));
    }

    [Fact]
    public async Task A_commit_that_never_got_its_answer_is_called_unknown()
    {
        await _stage.Sql("CREATE TABLE slow (x integer)");
        await _stage.Sql(
            "CREATE FUNCTION wait() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_advisory_xact_lock(99); RETURN NULL; END'");
        await _stage.Sql(
            "CREATE CONSTRAINT TRIGGER slow AFTER INSERT ON slow DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION wait()");
        var unknown = await _stage.Database.Read(
            async c =>
            {
                await c.One<object>("SELECT pg_advisory_lock(99)");
                var commit = _stage.Sql("INSERT INTO slow VALUES (1)");
                await Polling.Until(async () =>
                    await c.One<bool?>(
                    "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted") is true);
                return await Should.ThrowAsync<OutcomeUnknownException>(() => commit);
            },
            CancellationToken.None);
        unknown.Message.ShouldContain(_stage.Database.Description);
        await _stage.Journal.Append(Sample.Id(1), 0, Sample.Writer, [Sample.Count(1)]);
    }

    [Fact]
    public async Task A_commit_that_was_answered_with_an_error_is_a_clean_failure()
    {
        await _stage.Sql("CREATE TABLE never (x integer)");
        await _stage.Sql("CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''not this''; END'");
        await _stage.Sql(
            "CREATE CONSTRAINT TRIGGER never AFTER INSERT ON never DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION refuse()");
        (await Should.ThrowAsync<DatabaseUnavailableException>(() => _stage.Sql("INSERT INTO never VALUES (1)"))).Message.ShouldContain(
            "not this");
        (await _stage.Ask<long>("SELECT count(*) FROM never")).ShouldBe(0);
    }

    [Fact]
    public async Task A_connection_that_was_cut_while_nobody_wrote_costs_at_most_a_clean_failure()
    {
        await _stage.Journal.Append(Sample.Id(1), 0, Sample.Writer, [Sample.Count(1)]);
        await _stage.Ask<object>(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = current_database()");
        try
        {
            await _stage.Journal.Append(Sample.Id(1), 1, Sample.Writer, [Sample.Count(2)]);
        }
        catch (DatabaseUnavailableException)
        {
            await _stage.Journal.Append(Sample.Id(1), 1, Sample.Writer, [Sample.Count(2)]);
        }
        (await _stage.All(Sample.Id(1))).Count.ShouldBe(2);
    }
}
