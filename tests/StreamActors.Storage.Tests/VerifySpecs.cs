namespace StreamActors.Storage.Tests;

public sealed class Verification_on_SQLite : VerifySpecs<SqlitePlace>;

public sealed class Verification_on_PostgreSQL : VerifySpecs<PostgresPlace>;

public abstract class VerifySpecs<TPlace> : StorageSpecs<TPlace>
    where TPlace : DatabasePlace, new()
{
    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        await Stage.Journal.Append(Sample.Id(1), 0, Sample.Writer, Sample.Counts(1, 6));
        await Stage.Journal.Append(Sample.Id(2), 0, Sample.Writer, Sample.Counts(1, 3));
        await Stage.Journal.SaveSnapshot(Sample.Id(2), new(3, new SampleOrder("", 3), [], []), CancellationToken.None);
    }

    [Fact]
    public async Task A_sound_journal_has_nothing_to_report()
    {
        var report = await Stage.Verify.All(100, CancellationToken.None);
        report.IsSound.ShouldBeTrue();
        (report.Events, report.Snapshots, report.More).ShouldBe((9, 1, 0));
    }

    [Theory]
    [InlineData("DELETE FROM journal WHERE persistence_id = 'sample/s1' AND sequence_number IN (3, 4)", JournalFault.Gap, 5,
        "events 3 to 4 are missing")]
    [InlineData("DELETE FROM journal WHERE persistence_id = 'sample/s1' AND sequence_number = 1", JournalFault.Gap, 2,
        "event 1 is missing")]
    [InlineData("UPDATE journal SET deleted = true WHERE persistence_id = 'sample/s1' AND sequence_number = 4", JournalFault.Removed, 4,
        "marked as deleted")]
    [InlineData("UPDATE journal SET identifier = 2 WHERE persistence_id = 'sample/s1' AND sequence_number = 4", JournalFault.NotOurs, 4,
        "identifier is 2")]
    [InlineData("UPDATE journal SET identifier = NULL WHERE persistence_id = 'sample/s1' AND sequence_number = 4", JournalFault.NotOurs, 4,
        "identifier is empty")]
    [InlineData("UPDATE journal SET manifest = 'counted.v7' WHERE persistence_id = 'sample/s1' AND sequence_number = 4",
        JournalFault.UnknownManifest, 4, "counted.v7")]
    [InlineData("UPDATE journal SET manifest = NULL WHERE persistence_id = 'sample/s1' AND sequence_number = 4",
        JournalFault.UnknownManifest, 4, "''")]
    [InlineData("UPDATE journal SET message = @junk WHERE persistence_id = 'sample/s1' AND sequence_number = 4", JournalFault.Unreadable, 4,
        "")]
    [InlineData("UPDATE journal SET persistence_id = 'Sample S1' WHERE persistence_id = 'sample/s2' AND sequence_number = 1",
        JournalFault.Unreadable, 1, "persistence id")]
    [InlineData("UPDATE snapshot SET sequence_number = 4", JournalFault.SnapshotAhead, 4, "journal ends before it")]
    [InlineData("UPDATE snapshot SET snapshot = @junk", JournalFault.SnapshotUnusable, 3, "damaged")]
    public async Task Damage_is_found_with_its_place_and_what_to_do(string damage, JournalFault fault, long sequence, string what)
    {
        await Stage.Sql("UPDATE cursors SET position = 0 WHERE name = @none", ("none", "none"));
        await Stage.Sql(damage, ("junk", new byte[] { 0xFF }));
        var finding = (await Stage.Verify.All(100, CancellationToken.None)).Findings.First(f => f.Fault == fault);
        finding.Sequence.ShouldBe(sequence);
        finding.What.ShouldContain(what);
        finding.ToDo.ShouldNotBeEmpty();
        finding.PersistenceId.ShouldNotBeEmpty();
        (finding.Ordering is null).ShouldBe(fault is JournalFault.SnapshotAhead or JournalFault.SnapshotUnusable);
    }

    [Fact]
    public async Task Events_that_lie_in_the_wrong_order_are_found()
    {
        await Stage.Sql("UPDATE journal SET sequence_number = 99 WHERE persistence_id = 'sample/s1' AND sequence_number = 2");
        await Stage.Sql("UPDATE journal SET sequence_number = 2 WHERE persistence_id = 'sample/s1' AND sequence_number = 3");
        await Stage.Sql("UPDATE journal SET sequence_number = 3 WHERE persistence_id = 'sample/s1' AND sequence_number = 99");
        var finding = (await Stage.Verify.All(100, CancellationToken.None)).Findings.ShouldHaveSingleItem();
        (finding.Fault, finding.Sequence).ShouldBe((JournalFault.OutOfOrder, 3));
    }

    [Fact]
    public async Task Findings_past_the_limit_are_counted()
    {
        await Stage.Sql("UPDATE journal SET manifest = 'newer.v1'");
        var report = await Stage.Verify.All(4, CancellationToken.None);
        (report.Findings.Count, report.More).ShouldBe((4, 5));
    }
}
