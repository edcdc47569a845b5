using System.Globalization;
using System.Text;
using StreamActors.Kernel;

namespace StreamActors.Storage;

/// <summary>Reads the journal and the timeline backwards.</summary>
public sealed class SqlHistory(IDatabase database, EnvelopeFormat events, SqlTimeline timeline) : IHistory
{
    private const int MostAtOnce = 1000;

    public async Task<IReadOnlyList<Recorded>> Events(HistoryQuery query, CancellationToken stop)
    {
        List<(string Name, object? Value)> values = [];
        var where = new StringBuilder("deleted = false");
        void And(string condition, params ReadOnlySpan<(string Name, object? Value)> with)
        {
            where.Append(" AND ").Append(condition);
            values.AddRange(with);
        }
        if (query.Id is { } id)
            And("persistence_id = @id", ("id", id.ToString()));
        if (query.Kinds is { Count: > 0 } kinds)
        {
            And($"({string.Join(" OR ", kinds.Select((_, n) => string.Create(CultureInfo.InvariantCulture, $"persistence_id LIKE @kind{n}")))})");
            values.AddRange(kinds.Select((kind, n) => (string.Create(CultureInfo.InvariantCulture, $"kind{n}"), (object?)$"{kind}/%")));
        }
        if (query.From is { } from)
            And("created >= @from", ("from", from.UtcTicks));
        if (query.Until is { } until)
            And("created < @until", ("until", until.UtcTicks));
        if (query.Before is { } before)
            And("ordering < @before", ("before", before.Position));
        var text = string.Create(
            CultureInfo.InvariantCulture,
            $"SELECT {JournalRow.Columns} FROM journal WHERE {where} ORDER BY ordering DESC LIMIT "
                + $"{Math.Clamp(query.Count, 1, MostAtOnce)}");
        var rows = await database.Read(c => c.Command(text, [.. values]).All(JournalRow.From), stop);
        return [.. rows.Select(r => r.Open(events))];
    }

    public async Task<IReadOnlyList<TimelineEntry>> Timeline(HistoryQuery query, CancellationToken stop)
    {
        var after = query.Before is { } before ? new TimelineEntry(before.Position, before.At, default, "", null, "", "", "") : null;
        var wanted = new TimelineQuery(query.Id, query.Kinds is [var kind] ? kind : null, query.From, query.Until, after, query.Count)
        {
            Hidden = query.Hidden,
        };
        return await timeline.Read(wanted, stop);
    }
}
