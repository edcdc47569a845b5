using StreamActors.Kernel;

namespace StreamActors.Storage;

/// <summary>Reads every stored event and snapshot as an entity would, and reports what is unreadable or missing.</summary>
public sealed class JournalVerify(IDatabase database, EnvelopeFormat events, SnapshotFormat snapshots)
{
    private const int Page = 1000;
    private const string Restore =
        "Restore a backup from before it happened, or ask for help with a copy of the journal; do not edit rows by hand.";
    private const string Foreign = "Another program writes to this table: remove it. The journal belongs to StreamActors alone.";
    private const string Newer = "Start the version that wrote it, or a newer one.";
    private const string Harmless = "Nothing: the entity replays its events, and its next snapshot replaces this one.";

    /// <param name="most">Findings to keep; a journal of a newer program may have one per row.</param>
    public async Task<JournalReport> All(int most, CancellationToken stop)
    {
        var findings = new List<JournalFinding>();
        long more = 0;
        void Note(JournalFinding finding)
        {
            if (findings.Count < most)
                findings.Add(finding);
            else
                more++;
        }

        await Sequences(Note, stop);
        var read = await Events(Note, stop);
        var kept = await Snapshots(Note, stop);
        return new JournalReport(read, kept, findings, more);
    }

    private async Task Sequences(Action<JournalFinding> note, CancellationToken stop)
    {
        var breaks = await database.Read(
            connection => connection.Command(
                """
                SELECT persistence_id, sequence_number, ordering, before, ordering_before FROM (
                    SELECT persistence_id, sequence_number, ordering,
                        lag(sequence_number, 1, 0) OVER own AS before, lag(ordering, 1, 0) OVER own AS ordering_before
                    FROM journal WINDOW own AS (PARTITION BY persistence_id ORDER BY sequence_number)) AS pairs
                WHERE sequence_number <> before + 1 OR ordering <= ordering_before ORDER BY ordering
                """).All(r => (Id: r.GetString(0), Sequence: r.GetInt64(1), Ordering: r.GetInt64(2), Before: r.GetInt64(3))),
            stop);
        foreach (var (id, sequence, ordering, before) in breaks)
        {
            note(sequence != before + 1
                ? new(JournalFault.Gap, id, sequence, ordering,
                before + 1 == sequence - 1 ? $"event {before + 1} is missing" : $"events {before + 1} to {sequence - 1} are missing",
                Restore)
                : new(JournalFault.OutOfOrder, id, sequence, ordering, $"event {sequence} lies before event {before} in the journal",
                Restore));
        }
    }

    private async Task<long> Events(Action<JournalFinding> note, CancellationToken stop)
    {
        long after = 0, count = 0;
        while (true)
        {
            var from = after;
            var page = await database.Read(
                connection =>
                    connection.Command($"SELECT {JournalRow.Columns} FROM journal WHERE ordering > @after ORDER BY ordering LIMIT {Page}",
                    ("after", from)).All(JournalRow.From),
                stop);
            foreach (var row in page)
            {
                if (Fault(row) is { } finding)
                    note(finding);
            }
            count += page.Count;
            if (page.Count < Page)
                return count;
            after = page[^1].Ordering;
        }
    }

    private JournalFinding? Fault(JournalRow row)
    {
        JournalFinding Finding(JournalFault fault, string what, string toDo) =>
            new(fault, row.PersistenceId, row.Sequence, row.Ordering, what, toDo);

        if (row.Identifier != EnvelopeFormat.Identifier)
            return Finding(JournalFault.NotOurs,
                $"its identifier is {row.Identifier?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "empty"}, not "
                    + $"{EnvelopeFormat.Identifier}", Foreign);
        if (row.Deleted)
            return Finding(JournalFault.Removed, "it is marked as deleted, which StreamActors never does", Restore);
        if (row.Manifest is null || !events.Vocabulary.Knows(row.Manifest))
            return Finding(JournalFault.UnknownManifest, $"no event is known by the name '{row.Manifest}'", Newer);
        try
        {
            row.Open(events);
            return null;
        }
        catch (UnreadableEventException failure)
        {
            return Finding(JournalFault.Unreadable, failure.InnerException?.Message ?? failure.Message, Restore);
        }
    }

    private async Task<long> Snapshots(Action<JournalFinding> note, CancellationToken stop)
    {
        var (id, version) = ("", 0L);
        for (long count = 0; ;)
        {
            var (afterId, afterVersion) = (id, version);
            var page = await database.Read(
                connection => connection.Command(
                    $"""
                    SELECT sequence_number, snapshot, manifest, serializer_id,
                        sequence_number <= (SELECT coalesce(max(j.sequence_number), 0) FROM journal j WHERE j.persistence_id = s.persistence_id), persistence_id
                    FROM snapshot s WHERE (persistence_id, sequence_number) > (@id, @version) ORDER BY persistence_id, sequence_number LIMIT {Page}
                    """,
                    ("id", afterId), ("version", afterVersion)).All(r => (Id: r.GetString(5), Row: SnapshotRow.From(r))),
                stop);
            foreach (var (owner, row) in page)
            {
                if (row.Open(snapshots, out _, out var failure) is not { } why)
                    continue;
                note(row.HasItsEvent
                    ? new(JournalFault.SnapshotUnusable, owner, row.Version, null, failure is null ? why : $"{why}: {failure.Message}",
                    Harmless)
                    : new(JournalFault.SnapshotAhead, owner, row.Version, null, "its journal ends before it: events are missing", Restore));
            }
            count += page.Count;
            if (page.Count < Page)
                return count;
            (id, version) = (page[^1].Id, page[^1].Row.Version);
        }
    }
}
