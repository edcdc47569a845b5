using StreamActors.Kernel;

namespace StreamActors.Storage.Tests;

public sealed class Opening_on_SQLite : OpeningSpecs<SqlitePlace>
{
    [Fact]
    public async Task A_file_that_is_no_database_is_refused()
    {
        await Stage.DisposeAsync();
        await File.WriteAllTextAsync(Place.File, new string('x', 10_000));
        await Refused("is no SQLite database", "restore the last backup");
    }

    [Fact]
    public async Task A_damaged_page_is_refused()
    {
        await Stage.Journal.Append(Sample.Id(1), 0, Sample.Writer, Sample.Counts(1, 2000));
        await Stage.DisposeAsync();
        await using (var file = File.OpenWrite(Place.File))
        {
            file.Position = file.Length / 2 / 4096 * 4096;
            await file.WriteAsync(new byte[3 * 4096]);
        }
        await Refused("damaged", "restore the last backup");
    }

    [Fact]
    public async Task A_folder_that_is_missing_is_named()
    {
        await using var nowhere = new SqliteDatabase("/nonexistent/folder/journal.db", Stage.Log.For<SqliteDatabase>());
        (await Should.ThrowAsync<DatabaseUnavailableException>(
            () => JournalOpening.Run(nowhere, Sample.Words, Clock, CancellationToken.None)))
            .Message.ShouldContain("/nonexistent/folder/journal.db");
    }
}

public sealed class Opening_on_PostgreSQL : OpeningSpecs<PostgresPlace>
{
    [Fact]
    public async Task A_sequence_that_hands_out_numbers_ahead_is_refused()
    {
        await Stage.Sql("ALTER SEQUENCE journal_ordering_seq CACHE 10");
        await Refused("hands out 10 numbers at once", "SET CACHE 1");
        await Stage.Sql("ALTER TABLE journal ALTER COLUMN ordering SET CACHE 1");
        await Prepared();
    }

    [Fact]
    public async Task Eight_nodes_may_start_on_an_empty_database_at_once()
    {
        await Stage.Sql("DROP TABLE schema_version, journal, tags, snapshot, cursors, wanted, timeline, data_keys, node_lease, leases");
        var nodes = Enumerable.Range(0, 8).Select(_ => Unprepared()).ToList();
        await Task.WhenAll(nodes.Select(n => Task.Run(() => JournalOpening.Run(n.Database, Sample.Words, Clock, CancellationToken.None))));
        (await Stage.Ask<long>("SELECT count(*) FROM schema_version")).ShouldBe(1);
    }
}

public abstract class OpeningSpecs<TPlace> : StorageSpecs<TPlace>
    where TPlace : DatabasePlace, new()
{
    [Fact]
    public async Task Opening_again_changes_nothing()
    {
        await Stage.Journal.Append(Sample.Id(1), 0, Sample.Writer, [Sample.Count(1)]);
        var again = await Restarted();
        (await again.All(Sample.Id(1))).Count.ShouldBe(1);
        (await again.Ask<long>("SELECT count(*) FROM schema_version")).ShouldBe(1);
    }

    [Fact]
    public async Task A_newer_schema_is_refused_and_says_which_program_wrote_it()
    {
        await Stage.Sql("INSERT INTO schema_version (version, applied, program) VALUES (99, 1, 'streamactors 9.9.0')");
        await Refused("written by a newer program (streamactors 9.9.0, schema 99;", "Start that version or a newer one");
    }

    [Fact]
    public async Task Events_of_a_newer_program_are_refused_by_name()
    {
        await Stage.Journal.Append(Sample.Id(1), 0, Sample.Writer, Sample.Counts(1, 3));
        await Stage.Sql("UPDATE journal SET manifest = 'counted.v2' WHERE sequence_number = 2");
        await Refused("counted.v2", "Start the version that wrote them");
    }

    [Fact]
    public async Task Tables_that_Akka_Persistence_Sql_made_first_are_taken_as_they_are()
    {
        await Stage.Journal.Append(Sample.Id(1), 0, Sample.Writer, [Sample.Count(1)]);
        foreach (var ours in (string[])["schema_version", "cursors", "wanted", "timeline", "data_keys", "node_lease", "leases"])
            await Stage.Sql($"DROP TABLE {ours}");
        var again = await Prepared();
        (await again.All(Sample.Id(1))).Count.ShouldBe(1);
    }

    protected async Task Refused(params string[] words)
    {
        var stage = Unprepared();
        var refusal = await Should.ThrowAsync<JournalRefusedException>(
            () => JournalOpening.Run(stage.Database, Sample.Words, Clock, CancellationToken.None));
        foreach (var word in words)
            refusal.Message.ShouldContain(word);
    }
}
