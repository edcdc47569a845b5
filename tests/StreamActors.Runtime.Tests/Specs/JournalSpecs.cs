using System.Data.Common;
using Microsoft.Extensions.Logging.Abstractions;
using StreamActors.Storage;

namespace StreamActors.Runtime.Tests;

/// <summary>What this runtime stores in the database.</summary>
public abstract class JournalSpecs : IAsyncLifetime
{
    private static readonly EntityId Purse = Purses.Purse("hers");

    private Pair _pair = null!;

    protected abstract Task<SqlStore> Store();

    /// <summary>Five activations on two nodes: each has its own writer id in the journal.</summary>
    protected virtual int Writers => 5;

    public async Task InitializeAsync() => _pair = new Pair(await Store());

    public async Task DisposeAsync() => await _pair.DisposeAsync();

    [Fact]
    public async Task Nothing_but_our_events_is_in_the_journal_and_they_are_the_kernels_own_bytes()
    {
        var a = await _pair.Add("a");
        var puts = 0;
        // the second replaces the first
        while (await a.Store.Journal.LoadSnapshot(Purse, CancellationToken.None) is not { Version: > 10 })
        {
            await Pair.Insist(a, Purse, new Put(1) { Origin = new Origin("maria", default, "because") }, Pair.NewId());
            (++puts).ShouldBeLessThan(10_000);
        }
        await Pair.Insist(a, Purses.Lamp("lit"), new Light(), Pair.NewId());
        await a.DisposeAsync(); // what the node writes while it stops would be there, too

        await using var open = await _pair.Database.OpenSql(Purses.Kinds(_pair.Recorder, Pair.Pace));
        var format = new EnvelopeFormat(SqlStore.Words);
        var rows = await Rows(open,
            "SELECT persistence_id, sequence_number, manifest, message, identifier, deleted, created, writer_uuid FROM journal ORDER BY "
                + "ordering");
        rows.Count.ShouldBe(puts + 1);
        foreach (var row in rows)
        {
            var bytes = (byte[])row[3];
            format.Write(format.Read((string)row[2], bytes)).ShouldBe(bytes);
            Convert.ToInt32(row[4]).ShouldBe(EnvelopeFormat.Identifier);
            Convert.ToBoolean(row[5]).ShouldBeFalse();
            new DateTime(Convert.ToInt64(row[6]), DateTimeKind.Utc).ShouldBe(DateTime.UtcNow, TimeSpan.FromMinutes(10));
            Guid.ParseExact((string)row[7], "N").ShouldNotBe(Guid.Empty);
        }
        rows.Select(r => (string)r[0]).Distinct().ShouldBe(["purse/hers", "lamp/lit"]);
        (await Rows(open, "SELECT ordering_id FROM tags")).ShouldBeEmpty();
        var snapshot = (await Rows(open, "SELECT sequence_number, manifest, serializer_id, snapshot FROM snapshot")).ShouldHaveSingleItem();
        ((string)snapshot[1], Convert.ToInt32(snapshot[2])).ShouldBe(("purse-order.v1", EnvelopeFormat.Identifier));
        var kept = (await open.Journal.LoadSnapshot(Purse, CancellationToken.None)).ShouldNotBeNull();
        (kept.Version, kept.Order).ShouldBe((Convert.ToInt64(snapshot[0]), new Purse((int)kept.Version, false)));
        new SnapshotFormat(SqlStore.Words).Write(kept).ShouldBe((byte[])snapshot[3]);
    }

    [Fact]
    public async Task An_entity_that_comes_back_to_a_node_it_was_on_keeps_all_it_has_stored()
    {
        // Two clusters of one on one database: the result of a partition of a cluster of two.
        var (a, b) = (await _pair.Add("a"), await _pair.Add("b"));
        foreach (var node in new[] { a, b, a, b, a })
        {
            await Pair.Insist(node, Purse, new Put(1), Pair.NewId());
            // the next activation replays
            (await node.Runtime.Entities.Ask(Purse, new Stumble(), Pair.NewId()).Soon()).ShouldBeOfType<Crashed>();
        }
        (await a.Runtime.Entities.Read(Purse).Soon()).Order.ShouldBe(new Purse(5, false));
        (await _pair.Stored(Purse)).Select(r => r.Writer).Distinct().Count().ShouldBe(Writers);
    }

    [Fact]
    public async Task Who_follows_is_woken_by_every_commit()
    {
        var a = await _pair.Add("a");
        var words = new EnvelopeFormat(SqlStore.Words);
        using var feed = new SqlFeed(a.Store.Database, words, a.Store.Signal, TimeProvider.System, NullLogger<SqlFeed>.Instance)
        {
            Poll = TimeSpan.FromHours(1),
        };
        await using var following = feed.Follow(0, CancellationToken.None).GetAsyncEnumerator();
        for (var n = 1; n <= 3; n++)
        {
            var next = following.MoveNextAsync().AsTask();
            await Pair.Insist(a, Purse, new Put(1), Pair.NewId());
            (await next.Soon()).ShouldBeTrue();
            following.Current.Sequence.ShouldBe(n);
        }
    }

    [Fact]
    public async Task A_second_writer_is_refused_by_the_database_and_its_asker_hears_unknown_and_then_sees_what_the_first_has_written()
    {
        var (a, b) = (await _pair.Add("a"), await _pair.Add("b"));
        await Pair.Insist(a, Purse, new Put(1), Pair.NewId());
        await Pair.Insist(b, Purse, new Put(10), Pair.NewId());
        var command = Pair.NewId();
        (await a.Runtime.Entities.Ask(Purse, new Put(100), command).Soon()).ShouldBeOfType<Unknown>();
        (await Pair.Insist(a, Purse, new Put(100), command)).Version.ShouldBe(3);
        (await a.Runtime.Entities.Read(Purse).Soon()).Order.ShouldBe(new Purse(111, false));
    }

    [Fact]
    public async Task A_snapshot_that_cannot_be_read_is_passed_over()
    {
        var a = await _pair.Add("a");
        for (var i = 0; i < 12; i++)
            await Pair.Insist(a, Purse, new Put(1), Pair.NewId());
        await a.DisposeAsync();
        await using (var open = await _pair.Database.OpenSql(Purses.Kinds(_pair.Recorder, Pair.Pace)))
            (await open.Database.Change(SpoilSnapshots, CancellationToken.None)).ShouldBe(1);
        var again = await _pair.Add("again");
        (await again.Runtime.Entities.Ask(Purse, new PutUpTo(12), Pair.NewId()).Soon()).ShouldBeOfType<Refused>();
    }

    private static async Task<int> SpoilSnapshots(DbTransaction transaction)
    {
        await using var command = transaction.Connection!.CreateCommand();
        (command.Transaction, command.CommandText) = (transaction, "UPDATE snapshot SET manifest = 'purse-order.v9'");
        return await command.ExecuteNonQueryAsync();
    }

    private static Task<List<object[]>> Rows(OpenSqlStore open, string sql) => open.Database.Read(
        async connection =>
        {
            await using var command = connection.CreateCommand();
            command.CommandText = sql;
            await using var reader = await command.ExecuteReaderAsync();
            List<object[]> rows = [];
            while (await reader.ReadAsync())
            {
                var row = new object[reader.FieldCount];
                reader.GetValues(row);
                rows.Add(row);
            }
            return rows;
        },
        CancellationToken.None);
}

public sealed class JournalOnSqlite : JournalSpecs
{
    protected override Task<SqlStore> Store() => SqlStore.Sqlite();
}

public sealed class JournalOnPostgreSql : JournalSpecs
{
    protected override Task<SqlStore> Store() => SqlStore.PostgreSql();
}

public sealed class JournalOnSqliteByAkkaPersistenceSql : JournalSpecs
{
    /// <summary>It has one writer id per node, for all activations.</summary>
    protected override int Writers => 2;

    protected override Task<SqlStore> Store() => SqlStore.ByAkka(SqlStore.Sqlite());
}

public sealed class JournalOnPostgreSqlByAkkaPersistenceSql : JournalSpecs
{
    protected override int Writers => 2;

    protected override Task<SqlStore> Store() => SqlStore.ByAkka(SqlStore.PostgreSql());
}
