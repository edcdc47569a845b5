using System.Globalization;
using System.Text;

namespace StreamActors.Storage;

/// <summary>The table: written in batches, pruned in passing, read by pages.</summary>
internal sealed class TimelineRows(IDatabase database)
{
    private const int PrunedAtOnce = 1000; // the writer of the database waits for it

    public Task Add(IReadOnlyList<TimelineEntry> entries, CancellationToken stop) => database.Change(
        async transaction =>
        {
            await using var insert = transaction.Command("");
            var text = new StringBuilder("INSERT INTO timeline (at, persistence_id, kind, node, sequence_number, who, name, detail) VALUES ");
            for (var i = 0; i < entries.Count; i++)
            {
                var e = entries[i];
                text.Append(i == 0 ? "" : ", ").Append(CultureInfo.InvariantCulture, $"(@at{i}, @id{i}, @kind{i}, @node{i}, {e.Sequence?.ToString(CultureInfo.InvariantCulture) ?? "NULL"}, @who{i}, @name{i}, @detail{i})");
                insert.With($"at{i}", e.At.UtcTicks).With($"id{i}", e.Id.ToString()).With($"kind{i}", e.Id.Kind).With($"node{i}", e.Node)
                    .With($"who{i}", e.Who).With($"name{i}", e.Name).With($"detail{i}", e.Detail);
            }
            insert.CommandText = text.ToString();
            return await insert.ExecuteNonQueryAsync(CancellationToken.None);
        },
        stop);

    /// <returns>Whether there may be more.</returns>
    public async Task<bool> Prune(DateTimeOffset oldest, long most, CancellationToken stop)
    {
        var deleted = await database.Change(
            async transaction =>
            {
                var old = await transaction.Run(
                    $"DELETE FROM timeline WHERE position IN (SELECT position FROM timeline WHERE at < @oldest ORDER BY at LIMIT {PrunedAtOnce})", ("oldest", oldest.UtcTicks));
                // Counted by position: gaps make it keep a little less, never more.
                return Math.Max(old, await transaction.Run(
                    $"DELETE FROM timeline WHERE position IN (SELECT position FROM timeline WHERE position <= (SELECT max(position) FROM timeline) - @most ORDER BY position LIMIT {PrunedAtOnce})",
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
        if (query.From is { } from)
            And("at >= @from", ("from", from.UtcTicks));
        if (query.Until is { } until)
            And("at < @until", ("until", until.UtcTicks));
        if (query.After is { } after)
            And("(at, position) < (@at, @position)", ("at", after.At.UtcTicks), ("position", after.Position));
        var text = string.Create(
            CultureInfo.InvariantCulture,
            $"SELECT {TimelineEntry.Columns} FROM timeline WHERE {where} ORDER BY at DESC, position DESC LIMIT {Math.Clamp(query.Count, 1, 1000)}");
        return database.Read(c => c.Command(text, [.. values]).All(TimelineEntry.From), stop);
    }
}
