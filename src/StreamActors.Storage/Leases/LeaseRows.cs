using System.Data.Common;

namespace StreamActors.Storage;

/// <summary>The lease table on PostgreSQL, using only the database's clock.</summary>
internal sealed class LeaseRows(IDatabase database, TimeSpan ttl)
{
    private static readonly string Now = Dialect.Postgres.Milliseconds;

    /// <summary>
    /// Takes the lease unless a live lease conflicts: any other if either is a single node, else one of the same name. Expired rows are
    /// deleted, so that a process resuming later finds its lease lost.
    /// </summary>
    /// <returns>The epoch, or the conflicting holder and its remaining time.</returns>
    public Task<(long? Epoch, NodeIdentity? Against, TimeSpan Left)> Take(NodeIdentity self, CancellationToken stop) => database.Change(
        async Task<(long? Epoch, NodeIdentity? Against, TimeSpan Left)> (DbTransaction transaction) =>
        {
            await transaction.Run("LOCK TABLE node_lease IN SHARE ROW EXCLUSIVE MODE"); // two nodes starting at once
            var against = await transaction.Command(
                $"""
                SELECT node, address, runtime, process, started, expires - {Now} FROM node_lease
                WHERE expires > {Now} AND (node = @node OR runtime = @alone OR @runtime = @alone) ORDER BY expires DESC LIMIT 1
                """,
                ("node", self.Node), ("runtime", self.Runtime), ("alone", NodeIdentity.Alone)).All(Holder);
            if (against is [var (holder, left)])
                return (null, holder, left);
            var epoch = 1 + await transaction.One<long>("SELECT coalesce(max(epoch), 0) FROM node_lease");
            await transaction.Run(
                $"DELETE FROM node_lease WHERE node = @node OR (expires <= {Now} AND (runtime = @alone OR @runtime = @alone))",
                ("node", self.Node), ("runtime", self.Runtime), ("alone", NodeIdentity.Alone));
            await transaction.Run(
                $"INSERT INTO node_lease (node, address, runtime, process, started, epoch, expires) VALUES (@node, @address, @runtime, "
                    + $"@process, @started, @epoch, {Now} + @ttl)",
                ("node", self.Node), ("address", self.Address), ("runtime", self.Runtime), ("process", self.Process),
                ("started", self.Started.UtcTicks), ("epoch", epoch), ("ttl", (long)ttl.TotalMilliseconds));
            return (epoch, null, TimeSpan.Zero);
        },
        stop);

    /// <summary>Bypasses the queue of changes: a long change must not delay a renewal.</summary>
    /// <returns>False if the lease is lost for good.</returns>
    public Task<bool> Renew(string node, long epoch, CancellationToken stop) => database.Read(
        async connection => await connection.One<string>(
            $"UPDATE node_lease SET expires = {Now} + @ttl WHERE node = @node AND epoch = @epoch RETURNING node",
            ("ttl", (long)ttl.TotalMilliseconds), ("node", node), ("epoch", epoch)) is not null,
        stop);

    public Task Give(string node, long epoch, CancellationToken stop) =>
        database.Change(t => t.Run("DELETE FROM node_lease WHERE node = @node AND epoch = @epoch", ("node", node), ("epoch", epoch)), stop);

    /// <returns>Whether that node's entities may run elsewhere now. If so, the node can never renew that lease.</returns>
    public Task<bool> Delete(string node, CancellationToken stop) => database.Change(
        async transaction =>
        {
            await transaction.Run($"DELETE FROM node_lease WHERE node = @node AND expires <= {Now}", ("node", node));
            return await transaction.One<long>("SELECT count(*) FROM node_lease WHERE node = @node", ("node", node)) == 0;
        },
        stop);

    public async Task<IReadOnlyList<string>> Others(string node, CancellationToken stop) => await database.Read(
        c => c.Command($"SELECT node FROM node_lease WHERE node <> @node AND expires > {Now}", ("node", node)).All(row => row.GetString(0)),
        stop);

    /// <summary>Blocks taking a lease until this transaction has ended.</summary>
    /// <returns>A node that holds one already.</returns>
    public static async Task<string?> HoldOff(DbTransaction transaction)
    {
        await transaction.Run("LOCK TABLE node_lease IN SHARE ROW EXCLUSIVE MODE");
        return await transaction.One<string>($"SELECT node FROM node_lease WHERE expires > {Now} LIMIT 1");
    }

    private static (NodeIdentity Holder, TimeSpan Left) Holder(DbDataReader row) => (
        new NodeIdentity(row.GetString(0), row.GetString(1), row.GetString(2), row.GetInt32(3),
            new DateTimeOffset(row.GetInt64(4), TimeSpan.Zero)),
        TimeSpan.FromMilliseconds(row.GetInt64(5)));
}
