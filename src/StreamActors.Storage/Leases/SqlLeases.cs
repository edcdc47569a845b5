using StreamActors.Kernel;

namespace StreamActors.Storage;

/// <summary>Leases as rows of one table, using only the database's clock, so that the nodes' clocks need not agree.</summary>
public sealed class SqlLeases(IDatabase database) : ILeases
{
    private readonly string _now = database.Dialect.Milliseconds;

    /// <summary>One statement: of two concurrent attempts, the later one meets the earlier one's row.</summary>
    public Task<bool> Take(string name, string owner, TimeSpan ttl, CancellationToken stop) => Touch(
        $"""
        INSERT INTO leases (name, owner, expires) VALUES (@name, @owner, {_now} + @ttl)
        ON CONFLICT (name) DO UPDATE SET owner = excluded.owner, expires = excluded.expires
        WHERE leases.owner = excluded.owner OR leases.expires <= {_now}
        """,
        name, owner, ttl, stop);

    public Task<bool> Renew(string name, string owner, TimeSpan ttl, CancellationToken stop) =>
        Touch($"UPDATE leases SET expires = {_now} + @ttl WHERE name = @name AND owner = @owner", name, owner, ttl, stop);

    public Task Give(string name, string owner, CancellationToken stop) =>
        database.Change(t => t.Run("DELETE FROM leases WHERE name = @name AND owner = @owner", ("name", name), ("owner", owner)), stop);

    private Task<bool> Touch(string statement, string name, string owner, TimeSpan ttl, CancellationToken stop) => database.Change(
        async transaction => await transaction.Run(statement, ("name", name), ("owner", owner), ("ttl", (long)ttl.TotalMilliseconds)) == 1,
        stop);
}
