using System.Data.Common;
using System.Globalization;
using System.Text;
using StreamActors.Kernel;

namespace StreamActors.Storage;

/// <summary>The table: written and pruned in batches, read in pages.</summary>
internal sealed class TimelineRows(IDatabase database)
{
    private const int PrunedAtOnce = 1000; // the database's writer waits for it
    private const int Rows = 8; // of one INSERT: the drivers' cost grows faster than the number of parameters

    private static readonly string[] Columns = ["at", "persistence_id", "kind", "node", "sequence_number", "who", "name", "detail"];
    private static readonly string[] Names =
        [.. Enumerable.Range(0, Rows * Columns.Length).Select(n => string.Create(CultureInfo.InvariantCulture, $"v{n}"))];
    // built once: the same text reuses the compiled statement
    private static readonly string[] Inserting = [.. Enumerable.Range(1, Rows).Select(Insertion)];

    public Task Add(IReadOnlyList<TimelineEntry> entries, CancellationToken stop) => database.Change(
        async transaction =>
        {
            foreach (var part in entries.Chunk(Rows))
            {
                List<(string Name, object? Value)> values = new(part.Length * Columns.Length);
                for (var i = 0; i < part.Length; i++)
                {
                    var e = part[i];
                    object?[] row = [e.At.UtcTicks, e.Id.ToString(), e.Id.Kind, e.Node, e.Sequence, e.Who, e.Name, e.Detail];
                    values.AddRange(row.Select((value, column) => (Names[(i * Columns.Length) + column], value)));
                }
                await transaction.Run(Inserting[part.Length - 1], [.. values]);
            }
            return entries.Count;
        },
        stop);

    /// <returns>Whether there may be more.</returns>
    public async Task<bool> Prune(DateTimeOffset oldest, long most, CancellationToken stop)
    {
        var deleted = await database.Change(
            async transaction =>
            {
                var old = await transaction.Run(
                    $"DELETE FROM timeline WHERE position IN (SELECT position FROM timeline WHERE at < @oldest ORDER BY at LIMIT "
                        + $"{PrunedAtOnce})", ("oldest", oldest.UtcTicks));
                // Counted by position: with gaps it keeps a little less, never more.
                return Math.Max(old, await transaction.Run(
                    $"DELETE FROM timeline WHERE position IN (SELECT position FROM timeline WHERE position <= (SELECT max(position) "
                        + $"FROM timeline) - @most ORDER BY position LIMIT {PrunedAtOnce})",
                    ("most", most)));
            },
            stop);
        return deleted >= PrunedAtOnce;
    }

    public Task<List<TimelineEntry>> Read(TimelineQuery query, CancellationToken stop)
    {
        List<(string Name, object? Value)> values = [];
        var where = new StringBuilder("1 = 1");
        void And(string condition, params ReadOnlySpan<(string Name, object? Value)> with)
        {
            where.Append(" AND ").Append(condition);
            values.AddRange(with);
        }
        if (query.Id is { } id)
            And("persistence_id = @id", ("id", id.ToString()));
        if (query.Kind is not null)
            And("kind = @kind", ("kind", query.Kind));
        foreach (var (name, hidden) in query.Hidden.Select((h, n) => (string.Create(CultureInfo.InvariantCulture, $"hidden{n}"), h)))
            And($"kind <> @{name}", (name, hidden));
        if (query.From is { } from)
            And("at >= @from", ("from", from.UtcTicks));
        if (query.Until is { } until)
            And("at < @until", ("until", until.UtcTicks));
        if (query.After is { } after)
            And("(at, position) < (@at, @position)", ("at", after.At.UtcTicks), ("position", after.Position));
        var text = string.Create(
            CultureInfo.InvariantCulture,
            $"SELECT position, at, persistence_id, node, sequence_number, who, name, detail FROM timeline WHERE {where} ORDER BY at "
                + $"DESC, position DESC LIMIT "
                + $"{Math.Clamp(query.Count, 1, 1000)}");
        return database.Read(c => c.Command(text, [.. values]).All(Entry), stop);
    }

    private static string Insertion(int rows) =>
        $"INSERT INTO timeline ({string.Join(", ", Columns)}) VALUES "
        + $"{string.Join(", ", Names.Take(rows * Columns.Length).Chunk(Columns.Length).Select(row => $"({string.Join(", ", row.Select(Value))})"))}";

    /// <summary>A null parameter has no type in PostgreSQL.</summary>
    private static string Value(string name, int column) => Columns[column] == "sequence_number" ? $"CAST(@{name} AS bigint)" : $"@{name}";

    private static TimelineEntry Entry(DbDataReader row) => new(
        row.GetInt64(0),
        new DateTimeOffset(row.GetInt64(1), TimeSpan.Zero),
        EntityId.Parse(row.GetString(2)),
        row.GetString(3),
        row.IsDBNull(4) ? null : row.GetInt64(4),
        row.GetString(5),
        row.GetString(6),
        row.GetString(7));
}
