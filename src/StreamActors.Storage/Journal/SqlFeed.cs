using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using StreamActors.Kernel;

namespace StreamActors.Storage;

/// <summary>Follows the journal by its ordering, in bounded pages: woken by the bell, and by a poll for what other processes write.</summary>
public sealed class SqlFeed(IDatabase database, EnvelopeFormat events, CommitBell bell, TimeProvider time, ILogger<SqlFeed> log) : ICommittedFeed, IDisposable
{
    private const int Page = 500;
    private const int Long = 9; // waits for a late row, each twice as long as the one before: some two seconds

    private readonly CommitHorizon _horizon = new(database);

    public TimeSpan Poll { get; init; } = TimeSpan.FromSeconds(1);

    public async IAsyncEnumerable<Recorded> Follow(long after, [EnumeratorCancellation] CancellationToken stop)
    {
        var held = 0;
        while (true)
        {
            stop.ThrowIfCancellationRequested();
            var rung = bell.Next;
            var (rows, step) = await Next(after, stop);
            foreach (var row in rows)
            {
                if (!row.Deleted)
                    yield return row.Open(events);
                after = row.Ordering;
            }
            held = step is Step.Held ? held + 1 : 0;
            if (held == Long)
                JournalLog.HeldUp(log, after);
            await (step switch
            {
                Step.AtTheEnd => Wait(Poll, rung, stop),
                Step.Held => Wait(TimeSpan.FromMilliseconds(Math.Min(Poll.TotalMilliseconds, 5 * Math.Pow(2, Math.Min(held, Long) - 1))), null, stop),
                Step.Failed => Wait(Poll, null, stop),
                _ => Task.CompletedTask,
            });
        }
    }

    public void Dispose() => _horizon.Dispose();

    private enum Step
    {
        On,
        AtTheEnd,
        Held,
        Failed,
    }

    private async Task<(IReadOnlyList<JournalRow> Rows, Step Step)> Next(long after, CancellationToken stop)
    {
        try
        {
            var settled = _horizon.Settled; // before reading: what settles while we read may not be in what we read
            var rows = await Rows(after, stop);
            if (rows.Count == 0)
                return (rows, Step.AtTheEnd);
            var whole = database.Dialect.CommitsOutOfOrder ? WithoutGap(rows, after, settled) : rows.Count;
            if (whole > 0)
                return (rows.GetRange(0, whole), Step.On);
            return ([], await _horizon.Reach(rows[^1].Ordering, stop) ? Step.On : Step.Held);
        }
        catch (DatabaseUnavailableException failure)
        {
            JournalLog.FollowFailed(log, after, failure);
            return ([], Step.Failed);
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

    private async Task Wait(TimeSpan most, Task? rung, CancellationToken stop)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var timer = Task.Delay(most, time, over.Token);
        await Task.WhenAny(rung is null ? [timer] : [rung, timer]);
        await over.CancelAsync(); // no timer is left behind for each ring
    }
}
