using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using StreamActors.Kernel;

namespace StreamActors.Storage;

/// <summary>Follows the journal by its ordering, in bounded pages: woken by the bell, and by a poll for what other processes write.</summary>
public sealed class SqlFeed(IDatabase database, EnvelopeFormat events, CommitBell bell, TimeProvider time, ILogger<SqlFeed> log) : ICommittedFeed, IDisposable
{
    private const int Page = 500;

    private readonly CommitHorizon _horizon = new(database);

    public TimeSpan Poll { get; init; } = TimeSpan.FromSeconds(1);

    public async IAsyncEnumerable<Recorded> Follow(long after, [EnumeratorCancellation] CancellationToken stop)
    {
        while (true)
        {
            stop.ThrowIfCancellationRequested();
            var rung = bell.Next;
            var (rows, pause) = await Next(after, stop);
            foreach (var row in rows)
            {
                if (!row.Deleted)
                    yield return row.Open(events);
                after = row.Ordering;
            }
            if (pause is not Pause.None)
                await Wait(pause is Pause.UntilRung ? rung : null, stop);
        }
    }

    public void Dispose() => _horizon.Dispose();

    private enum Pause
    {
        None,
        UntilRung,
        Whole,
    }

    private async Task<(IReadOnlyList<JournalRow> Rows, Pause Pause)> Next(long after, CancellationToken stop)
    {
        try
        {
            var settled = _horizon.Settled; // before reading: what settles while we read may not be in what we read
            var rows = await Rows(after, stop);
            if (rows.Count == 0)
                return (rows, Pause.UntilRung);
            var whole = database.Dialect.CommitsOutOfOrder ? WithoutGap(rows, after, settled) : rows.Count;
            if (whole > 0)
                return (rows.GetRange(0, whole), Pause.None);
            if (await _horizon.Reach(rows[^1].Ordering, stop))
                return ([], Pause.None);
            JournalLog.HeldUp(log, after);
            return ([], Pause.Whole);
        }
        catch (DatabaseUnavailableException failure)
        {
            JournalLog.FollowFailed(log, after, failure);
            return ([], Pause.Whole);
        }
    }

    private Task<List<JournalRow>> Rows(long after, CancellationToken stop) => database.Read(
        connection => connection.Command($"SELECT {JournalRow.Columns} FROM journal WHERE ordering > @after ORDER BY ordering LIMIT {Page}", ("after", after)).All(JournalRow.From),
        stop);

    /// <summary>How many of the rows come before the first gap that a late row could still fill.</summary>
    private static int WithoutGap(List<JournalRow> rows, long after, long settled)
    {
        var count = 0;
        while (count < rows.Count && (rows[count].Ordering <= settled || rows[count].Ordering == (count == 0 ? after : rows[count - 1].Ordering) + 1))
            count++;
        return count;
    }

    private async Task Wait(Task? rung, CancellationToken stop)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var poll = Task.Delay(Poll, time, over.Token);
        await Task.WhenAny(rung is null ? [poll] : [rung, poll]);
        await over.CancelAsync(); // no timer is left behind for each ring
    }
}
