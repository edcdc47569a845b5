using StreamActors.Kernel;

namespace StreamActors.Storage.Tests;

public sealed class The_journal_on_SQLite : JournalSpecs<SqlitePlace>;

public sealed class The_journal_on_PostgreSQL : JournalSpecs<PostgresPlace>;

public abstract class JournalSpecs<TPlace> : StorageSpecs<TPlace>
    where TPlace : DatabasePlace, new()
{
    private static readonly EntityId Id = Sample.Id(1);

    [Fact]
    public async Task Events_come_back_in_sequence_as_they_were_stored()
    {
        var told = new Envelope("anna", "because", CommandId.Of("x"), new Cause(Sample.Id(9), 7),
            new DateTimeOffset(2026, 5, 6, 7, 8, 9, TimeSpan.Zero), new Renamed("Café ☕"));
        await Stage.Journal.Append(Id, 0, Sample.Writer, [told, Sample.Count(2)]);
        await Stage.Journal.Append(Sample.Id(2), 0, Sample.Writer, [Sample.Count(1)]);
        await Stage.Journal.Append(Id, 2, Sample.Writer, [Sample.Count(3)]);

        var all = await Stage.All(Id);
        all.Select(r => (r.Id, r.Sequence, r.Writer)).ShouldBe([(Id, 1, Sample.Writer), (Id, 2, Sample.Writer), (Id, 3, Sample.Writer)]);
        all.Select(r => r.Envelope).ShouldBe([told, Sample.Count(2), Sample.Count(3)]);
        (await Stage.All(Id, after: 2)).Select(r => r.Sequence).ShouldBe([3]);
        (await Stage.All(Sample.Id(3))).ShouldBeEmpty();
    }

    [Fact]
    public async Task Many_events_at_once_and_many_to_read_are_taken_in_pages()
    {
        await Stage.Journal.Append(Id, 0, Sample.Writer, Sample.Counts(1, 1203));
        (await Stage.All(Id)).Select(r => ((Counted)r.Envelope.Event).Number).ShouldBe(Enumerable.Range(1, 1203).Select(n => (long)n));
        (await Stage.All(Id)).Select(r => r.Position).ShouldBeInOrder();
    }

    [Fact]
    public async Task Many_entities_read_at_once_get_their_own_events_each()
    {
        var journal = Stage.Journal;
        var lengths = Enumerable.Range(0, 200)
            .Select(n => (Id: Sample.Id(n), Count: n switch { 7 => 99, 8 => 100, 9 => 101, _ => n % 4 })).ToList();
        await Task.WhenAll(lengths.Select(l => journal.Append(l.Id, 0, Sample.Writer, Sample.Counts(1, l.Count))));
        var unreadable = Sample.Id(5);
        await Stage.Sql("UPDATE journal SET manifest = 'unknown:1' WHERE persistence_id = @id", ("id", unreadable.ToString()));

        var read = await Task.WhenAll(lengths.Select(async l =>
        {
            try
            {
                List<long> sequences = [];
                await foreach (var recorded in journal.Read(l.Id, l.Id == unreadable ? 0 : 1, CancellationToken.None))
                {
                    recorded.Id.ShouldBe(l.Id);
                    sequences.Add(recorded.Sequence);
                }
                return sequences;
            }
            catch (UnreadableEventException)
            {
                return [-1];
            }
        }));

        for (var n = 0; n < lengths.Count; n++)
            read[n].ShouldBe(n == 5 ? [-1L] : Enumerable.Range(2, Math.Max(0, lengths[n].Count - 1)).Select(s => (long)s));
    }

    [Fact]
    public async Task A_second_writer_of_the_same_id_is_refused_by_the_database()
    {
        var other = await Prepared();
        await Stage.Journal.Append(Id, 0, Sample.Writer, [Sample.Count(1)]);
        await Should.ThrowAsync<JournalConflictException>(
            () => other.Journal.Append(Id, 0, Guid.NewGuid(), [Sample.Count(100), Sample.Count(101)]));
        await other.Journal.Append(Id, 1, Guid.NewGuid(), [Sample.Count(2)]);
        await Should.ThrowAsync<JournalConflictException>(() => Stage.Journal.Append(Id, 1, Sample.Writer, [Sample.Count(100)]));
        (await Stage.All(Id)).Select(r => r.Envelope).ShouldBe([Sample.Count(1), Sample.Count(2)]);
    }

    [Fact]
    public async Task Of_many_writers_racing_for_the_same_number_exactly_one_wins()
    {
        var other = await Prepared();
        var wins = await Task.WhenAll(Enumerable.Range(0, 40).Select(n => Task.Run(async () =>
        {
            try
            {
                await (n % 2 == 0 ? Stage : other).Journal.Append(Id, 0, Guid.NewGuid(), [Sample.Count(n)]);
                return 1;
            }
            catch (JournalConflictException)
            {
                return 0;
            }
        })));
        wins.Sum().ShouldBe(1);
        (await Stage.All(Id)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_conflict_in_a_batch_does_not_fail_its_neighbours()
    {
        await Stage.Journal.Append(Id, 0, Sample.Writer, [Sample.Count(1)]);
        var (held, letGo) = Hold();
        await held;
        var journal = Stage.Journal;
        var before = journal.Append(Sample.Id(2), 0, Sample.Writer, [Sample.Count(1)]);
        var conflict = journal.Append(Id, 0, Guid.NewGuid(), [Sample.Count(1)]);
        var after = journal.Append(Sample.Id(3), 0, Sample.Writer, [Sample.Count(1)]);
        letGo();
        await Should.ThrowAsync<JournalConflictException>(() => conflict);
        await Task.WhenAll(before, after);
        (await Stage.Ask<long>("SELECT count(*) FROM journal")).ShouldBe(3);
    }

    [Fact]
    public async Task An_event_after_a_missing_one_is_refused()
    {
        await Stage.Journal.Append(Id, 0, Sample.Writer, [Sample.Count(1)]);
        (await Should.ThrowAsync<InvalidOperationException>(
            () => Stage.Journal.Append(Id, 5, Sample.Writer, [Sample.Count(6)]))).Message.ShouldContain("gap");
        (await Stage.All(Id)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Everything_acknowledged_is_there_after_a_restart()
    {
        for (var n = 0; n < 5; n++)
            await Stage.Journal.Append(Id, n, Sample.Writer, [Sample.Count(n)]);
        var again = await Restarted();
        (await again.All(Id)).Select(r => r.Sequence).ShouldBe([1, 2, 3, 4, 5]);
        await again.Journal.Append(Id, 5, Sample.Writer, [Sample.Count(6)]);
    }

    [Fact]
    public async Task An_event_of_an_older_version_is_read_as_one_of_today()
    {
        await Stage.Journal.Append(Id, 0, Sample.Writer, [Sample.Saying(new Renamed("new"))]);
        var message = await Stage.Ask<byte[]>("SELECT message FROM journal");
        var old = System.Text.Encoding.UTF8.GetString(message!).Replace("\"name\"", "\"label\"", StringComparison.Ordinal);
        await Stage.Sql("UPDATE journal SET manifest = 'renamed.v1', message = @old", ("old", System.Text.Encoding.UTF8.GetBytes(old)));
        (await Stage.All(Id)).Single().Envelope.Event.ShouldBe(new Renamed("new"));
    }

    [Fact]
    public async Task A_damaged_event_stops_its_reader_and_says_where_it_is()
    {
        await Stage.Journal.Append(Id, 0, Sample.Writer, Sample.Counts(1, 3));
        await Stage.Sql("UPDATE journal SET message = @bytes WHERE sequence_number = 2", ("bytes", new byte[] { 1, 2 }));
        (await Should.ThrowAsync<UnreadableEventException>(() => Stage.All(Id))).Message.ShouldContain("sample/s1#2");
    }
}
