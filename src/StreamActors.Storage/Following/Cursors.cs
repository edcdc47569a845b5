using System.Data.Common;

namespace StreamActors.Storage;

/// <summary>The position of each reader of the feed.</summary>
public sealed class Cursors(IDatabase database)
{
    /// <returns>Null for a reader that has never started.</returns>
    public Task<long?> Find(string name, CancellationToken stop) =>
        database.Read(c => c.One<long?>("SELECT position FROM cursors WHERE name = @name", ("name", name)), stop);

    /// <summary>Never moves back: a reader replaced by its successor on another node must not undo its progress.</summary>
    public Task Advance(string name, long position, CancellationToken stop) => database.Change(
        t => t.Run(
            "INSERT INTO cursors (name, position) VALUES (@name, @position) ON CONFLICT (name) DO UPDATE SET position = "
                + "excluded.position WHERE excluded.position > cursors.position",
            ("name", name), ("position", position)),
        stop);

    /// <summary>The last stored position.</summary>
    public Task<long> JournalEnd(CancellationToken stop) =>
        database.Read(c => c.One<long>("SELECT coalesce(max(ordering), 0) FROM journal WHERE deleted = false"), stop);

    /// <summary>Moves the cursor in the transaction of the rows it covers.</summary>
    /// <returns>False if another process has moved it since.</returns>
    internal static async Task<bool> Move(DbTransaction transaction, string name, long from, long to) =>
        await transaction.Run("UPDATE cursors SET position = @to WHERE name = @name AND position = @from", ("to", to), ("name", name),
        ("from", from)) == 1;

    internal static Task Put(DbTransaction transaction, string name, long position) => transaction.Run(
        "INSERT INTO cursors (name, position) VALUES (@name, @position) ON CONFLICT (name) DO UPDATE SET position = excluded.position",
        ("name", name), ("position", position));
}
