using Microsoft.Extensions.Logging.Abstractions;
using StreamActors.Storage;

namespace StreamActors.Runtime.Tests;

/// <summary>Writes that bypass the group commit check the lease, too.</summary>
public sealed class TakeoverSpecs
{
    private static readonly EntityId Purse = Purses.Purse("hers");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_node_that_another_has_taken_over_from_stores_nothing_more(bool byAkkaPersistenceSql)
    {
        var database = await SqlStore.PostgreSql();
        database.ByAkkaPersistenceSql = byAkkaPersistenceSql;
        await using var pair = new Pair(database);
        var a = await pair.Add("a");
        var self = new NodeIdentity("it's a", "http://127.0.0.1:1", NodeIdentity.Alone, Environment.ProcessId, DateTimeOffset.UtcNow);
        await using var lease = await NodeLease.Take(
            a.Store.Database, self, BootClocks.System, TimeProvider.System, NullLogger<NodeLease>.Instance, CancellationToken.None);
        ((PostgresDatabase)a.Store.Database).WriteUnder(lease);
        await Pair.Insist(a, Purse, new Put(1), Pair.NewId());

        await using (var other = await database.OpenSql(Purses.Kinds(pair.Recorder, Pair.Pace)))
            await other.Database.Change(Strike, CancellationToken.None);
        (await a.Runtime.Entities.Ask(Purse, new Put(1), Pair.NewId()).Soon()).ShouldBeOfType<NotStored>();
        (await pair.Stored(Purse)).Count.ShouldBe(1);
        lease.Lost.ShouldBeTrue();
    }

    private static async Task<int> Strike(System.Data.Common.DbTransaction transaction)
    {
        await using var command = transaction.Connection!.CreateCommand();
        (command.Transaction, command.CommandText) = (transaction, "DELETE FROM node_lease");
        return await command.ExecuteNonQueryAsync();
    }
}
