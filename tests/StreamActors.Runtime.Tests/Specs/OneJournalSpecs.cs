namespace StreamActors.Runtime.Tests;

/// <summary>
/// A database moves from a single node to a node of a cluster and back, and from one plugin to the other, without a difference.
/// </summary>
public abstract class OneJournalSpecs
{
    private static readonly EntityId Purse = Purses.Purse("hers");

    protected abstract Task<SqlStore> Store();

    [Fact]
    public async Task What_one_has_written_the_other_goes_on_with_and_back_again()
    {
        await using var pair = new Pair(await Store());
        var recorder = new EffectRecorder();
        List<CommandId> said = [];
        for (var turn = 0; turn < 5; turn++)
        {
            pair.Database.ByAkkaPersistenceSql = turn is 1 or 2 or 4; // ours, theirs twice, ours, theirs
            await using var node = await TestNode.Start(
                $"node-{turn}", pair.Database, Purses.Kinds(recorder, Pair.Pace), TimeProvider.System, () => 0.5, alone: turn % 2 == 0);
            await Say(node.Runtime.Entities);
        }
        var stored = await pair.Stored(Purse);
        stored.Select(r => r.Sequence).ShouldBe(Enumerable.Range(1, 75).Select(n => (long)n));
        stored.Select(r => r.Envelope.Command).ShouldBe(said);
        recorder.Faults.ShouldBeEmpty();

        async Task Say(IEntities entities)
        {
            if (said.Count > 0) // the other's last command is known here
                (await entities.Ask(Purse, new Put(1), said[^1]).Soon()).ShouldBeOfType<Done>().Version.ShouldBe(said.Count);
            for (var i = 0; i < 15; i++) // past a snapshot each time
            {
                said.Add(Pair.NewId());
                (await entities.Ask(Purse, new Put(1), said[^1], said.Count - 1).Soon())
                    .ShouldBeOfType<Done>().Version.ShouldBe(said.Count);
            }
            (await entities.Read(Purse).Soon()).Order.ShouldBe(new Purse(said.Count, false));
        }
    }
}

public sealed class OneJournalOnSqlite : OneJournalSpecs
{
    protected override Task<SqlStore> Store() => SqlStore.Sqlite();
}

public sealed class OneJournalOnPostgreSql : OneJournalSpecs
{
    protected override Task<SqlStore> Store() => SqlStore.PostgreSql();
}
