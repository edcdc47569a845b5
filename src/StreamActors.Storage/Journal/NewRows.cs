using System.Data.Common;
using Npgsql;
using NpgsqlTypes;
using StreamActors.Kernel;

namespace StreamActors.Storage;

/// <summary>Rows of one entity, stored all or none, directly after <paramref name="Version"/>.</summary>
internal sealed record NewRows(
    EntityId Id, long Version, string Writer, long Created, IReadOnlyList<(string Manifest, byte[] Message)> Events)
{
    private const int Most = 50; // of one INSERT: the drivers' cost grows faster than the number of parameters

    // The guard is a scalar subquery, which the planner cannot turn into a scan of the whole journal. ORDER BY makes orderings rise with
    // sequence numbers.
    private const string InsertAll =
        """
        INSERT INTO journal (created, deleted, persistence_id, sequence_number, message, manifest, identifier, writer_uuid)
        SELECT v.created, false, v.id, v.sequence, v.message, v.manifest, $1, v.writer
        FROM unnest($2, $3, $4, $5, $6, $7, $8) WITH ORDINALITY AS v(created, id, version, sequence, message, manifest, writer, n)
        WHERE v.version = 0 OR (SELECT true FROM journal j WHERE j.persistence_id = v.id AND j.sequence_number = v.version)
        ORDER BY v.n
        """;

    /// <summary>The unique key refuses a second writer; the guard refuses a gap, which no reader could pass.</summary>
    public async Task<int> Insert(DbTransaction transaction)
    {
        for (var from = 0; from < Events.Count; from += Most)
            await Insert(transaction, Version + from, [.. Events.Skip(from).Take(Most)]);
        return Events.Count;
    }

    /// <summary>Inserts rows of many entities in one message to PostgreSQL.</summary>
    /// <returns>False if one of them was refused: nothing is stored, and the transaction is unusable.</returns>
    public static async Task<bool> Insert(NpgsqlTransaction transaction, IReadOnlyList<NewRows> all)
    {
        var count = all.Sum(a => a.Events.Count);
        var (created, ids, versions, sequences) = (new long[count], new string[count], new long[count], new long[count]);
        var (messages, manifests, writers) = (new byte[count][], new string[count], new string[count]);
        var n = 0;
        foreach (var rows in all)
        {
            var id = rows.Id.ToString();
            for (var i = 0; i < rows.Events.Count; i++, n++)
            {
                (created[n], ids[n], versions[n], sequences[n]) = (rows.Created, id, rows.Version, rows.Version + 1 + i);
                (messages[n], manifests[n], writers[n]) = (rows.Events[i].Message, rows.Events[i].Manifest, rows.Writer);
            }
        }
        await using var command = new NpgsqlCommand(InsertAll, transaction.Connection, transaction)
        {
            Parameters =
            {
                new() { Value = EnvelopeFormat.Identifier },
                Array(created, NpgsqlDbType.Bigint), Array(ids, NpgsqlDbType.Text), Array(versions, NpgsqlDbType.Bigint),
                Array(sequences, NpgsqlDbType.Bigint), Array(messages, NpgsqlDbType.Bytea), Array(manifests, NpgsqlDbType.Text),
                Array(writers, NpgsqlDbType.Text),
            },
        };
        try
        {
            return await command.ExecuteNonQueryAsync() == count;
        }
        catch (PostgresException failure) when (failure.InvariantSeverity == "ERROR")
        {
            return false;
        }
    }

    private static NpgsqlParameter Array<T>(T[] values, NpgsqlDbType type) =>
        new() { Value = values, NpgsqlDbType = NpgsqlDbType.Array | type };

    private async Task Insert(DbTransaction transaction, long version, List<(string Manifest, byte[] Message)> rows)
    {
        List<(string Name, object? Value)> values =
        [
            ("id", Id.ToString()), ("version", version), ("created", Created), ("writer", Writer),
            ("identifier", EnvelopeFormat.Identifier),
        ];
        for (var i = 0; i < rows.Count; i++)
        {
            values.Add((Names.Message[i], rows[i].Message));
            values.Add((Names.Manifest[i], rows[i].Manifest));
        }
        try
        {
            if (await transaction.Run(Names.Inserting[rows.Count - 1], [.. values]) != rows.Count)
                throw new InvalidOperationException($"{Id} has no event {version}: an event after it would leave a gap.");
        }
        catch (DbException failure) when (Dialect.IsDuplicate(failure))
        {
            throw new JournalConflictException(Id, version, failure);
        }
    }

    /// <summary>Texts built once: the same text reuses the compiled statement.</summary>
    private static class Names
    {
        public static readonly string[] Message = [.. Enumerable.Range(0, Most).Select(i => $"message{i}")];
        public static readonly string[] Manifest = [.. Enumerable.Range(0, Most).Select(i => $"manifest{i}")];
        public static readonly string[] Inserting = [.. Enumerable.Range(1, Most).Select(Insertion)];

        private static string Insertion(int rows) =>
            $"""
            INSERT INTO journal (created, deleted, persistence_id, sequence_number, message, manifest, identifier, writer_uuid)
            SELECT * FROM (VALUES {string.Join(',', Enumerable.Range(0, rows).Select(Row))}) AS v
            WHERE @version = 0 OR EXISTS (SELECT 1 FROM journal WHERE persistence_id = @id AND sequence_number = @version)
            """;

        private static string Row(int n) =>
            $"(@created, false, @id, @version + {n + 1}, @message{n}, @manifest{n}, @identifier, @writer)";
    }
}
