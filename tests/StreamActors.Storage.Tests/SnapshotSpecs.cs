using StreamActors.Kernel;

namespace StreamActors.Storage.Tests;

public sealed class Snapshots_on_SQLite : SnapshotSpecs<SqlitePlace>;

public sealed class Snapshots_on_PostgreSQL : SnapshotSpecs<PostgresPlace>;

public abstract class SnapshotSpecs<TPlace> : StorageSpecs<TPlace>
    where TPlace : DatabasePlace, new()
{
    private static readonly EntityId Id = Sample.Id(1);

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        await Stage.Journal.Append(Id, 0, Sample.Writer, Sample.Counts(1, 5));
    }

    [Fact]
    public async Task The_newest_is_loaded_and_the_older_ones_of_its_id_are_gone()
    {
        await Save(Sample.Id(1), 2);
        await Save(Sample.Id(1), 4);
        await Stage.Journal.Append(Sample.Id(2), 0, Sample.Writer, [Sample.Count(1)]);
        await Save(Sample.Id(2), 1);
        var loaded = await Stage.Journal.LoadSnapshot(Id, CancellationToken.None);
        loaded.ShouldNotBeNull();
        loaded.Version.ShouldBe(4);
        loaded.Order.ShouldBe(new SampleOrder("at 4", 4));
        loaded.Commands.ShouldBe([new RememberedCommand(Sample.Writer, 1, 2)]);
        loaded.Marks.ShouldBe([new SourceMark("follower", "sample/s9", 3)]);
        (await Stage.Ask<long>("SELECT count(*) FROM snapshot")).ShouldBe(2);
        Stage.Log.Lines.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_same_version_again_replaces_it()
    {
        await Save(Id, 3);
        await Save(Id, 3);
        (await Stage.Journal.LoadSnapshot(Id, CancellationToken.None)).ShouldNotBeNull();
        (await Stage.Ask<long>("SELECT count(*) FROM snapshot")).ShouldBe(1);
    }

    [Fact]
    public async Task There_is_none_before_the_first() => (await Stage.Journal.LoadSnapshot(Id, CancellationToken.None)).ShouldBeNull();

    [Fact]
    public async Task Many_loaded_at_once_are_those_of_their_entities()
    {
        var ids = Enumerable.Range(1, 150).Select(Sample.Id).ToList();
        await Task.WhenAll(ids.Skip(1).Select(id => Stage.Journal.Append(id, 0, Sample.Writer, Sample.Counts(1, 5))));
        await Task.WhenAll(ids.Where((_, n) => n % 3 > 0).Select((id, n) => Save(id, 1 + (n % 5))));
        var journal = Stage.Journal;
        var loaded = await Task.WhenAll(ids.Select(id => journal.LoadSnapshot(id, CancellationToken.None)));
        loaded.Where((_, n) => n % 3 == 0).ShouldAllBe(s => s == null);
        loaded.Where((_, n) => n % 3 > 0).Select(s => s!.Version).ShouldBe(Enumerable.Range(0, 100).Select(n => 1L + (n % 5)));
    }

    [Theory]
    [InlineData("snapshot = @bytes", "it is damaged")]
    [InlineData("snapshot = NULL", "not written by StreamActors")]
    [InlineData("serializer_id = 1", "not written by StreamActors")]
    [InlineData("manifest = 'sample-order.v9'", "does not know its format")]
    [InlineData("sequence_number = 6", "the journal does not reach that far")]
    public async Task One_that_cannot_be_used_is_passed_over_and_logged(string damage, string said)
    {
        await Save(Id, 5);
        await Stage.Sql("UPDATE snapshot SET created = @created, " + damage, ("created", 1L), ("bytes", "{\"v\":1}"u8.ToArray()));
        (await Stage.Journal.LoadSnapshot(Id, CancellationToken.None)).ShouldBeNull();
        Stage.Log.Lines.ShouldHaveSingleItem().ShouldContain(said);
    }

    private Task Save(EntityId id, long version) => Stage.Journal.SaveSnapshot(
        id,
        new Snapshot(version, new SampleOrder($"at {version}", version), [new RememberedCommand(Sample.Writer, 1, 2)],
            [new SourceMark("follower", "sample/s9", 3)]),
        CancellationToken.None);
}
