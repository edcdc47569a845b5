using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using StreamActors.Kernel;

namespace StreamActors.Storage;

/// <summary>Follows the journal by ordering, in bounded pages: woken by our own commits, and by a poll for others'.</summary>
public sealed class SqlFeed(IDatabase database, EnvelopeFormat events, CommitSignal signal, TimeProvider time, ILogger<SqlFeed> log)
    : ICommittedFeed, IDisposable
{
    private const int Page = 500;
    private const int Long = 9; // waits for a late row, each twice as long as the last: about two seconds

    private readonly CommitHorizon _horizon = new(database);
    private readonly FeedTail _tail = new();

    public TimeSpan Poll { get; init; } = TimeSpan.FromSeconds(1);

    public async IAsyncEnumerable<Recorded> Follow(long after, [EnumeratorCancellation] CancellationToken stop)
    {
        var held = 0;
        while (true)
        {
            stop.ThrowIfCancellationRequested();
            var (page, step) = await Next(after, stop);
            for (var n = page.FirstAfter(after); n < page.Count; n++)
            {
                if (page.At(n) is { } recorded)
                    yield return recorded;
                after = page.PositionOf(n);
            }
            held = step is Step.Held ? held + 1 : 0;
            if (held == Long)
                JournalLog.HeldUp(log, after);
            await (step switch
            {
                Step.On when page.End is not null => Wait(Poll, page.End, stop),
                Step.Held => Wait(TimeSpan.FromMilliseconds(Math.Min(Poll.TotalMilliseconds, 5 * Math.Pow(2, Math.Min(held, Long) - 1))),
                    null, stop),
                Step.Failed => Wait(Poll, null, stop),
                _ => Task.CompletedTask,
            });
        }
    }

    public void Dispose()
    {
        _horizon.Dispose();
        _tail.Dispose();
    }

    private enum Step
    {
        On,
        Held,
        Failed,
    }

    private async Task<(FeedPage Page, Step Step)> Next(long after, CancellationToken stop)
    {
        if (_tail.Find(after) is { } page)
            return (page, Step.On);
        using var turn = await _tail.Enter(after, stop);
        return turn is not null && _tail.Find(after) is { } read ? (read, Step.On) : await Read(after, stop);
    }

    private async Task<(FeedPage Page, Step Step)> Read(long after, CancellationToken stop)
    {
        var rung = signal.Next; // before reading, so that no signal is missed
        FeedPage Holding(IReadOnlyList<JournalRow> rows, bool isLast) => new(after, rows, events, isLast ? rung : null);
        try
        {
            var settled = _horizon.Settled; // before reading: what settles meanwhile may be missing from the page
            var rows = await Rows(after, stop);
            var whole = database.Dialect.CommitsOutOfOrder ? WithoutGap(rows, after, settled) : rows.Count;
            if (whole == 0 && rows.Count > 0)
                return (Holding([], isLast: false), await _horizon.Reach(rows[^1].Ordering, stop) ? Step.On : Step.Held);
            var page = Holding(rows.GetRange(0, whole), isLast: whole == rows.Count && rows.Count < Page);
            _tail.Add(page);
            return (page, Step.On);
        }
        catch (DatabaseUnavailableException failure)
        {
            JournalLog.FollowFailed(log, after, failure);
            return (Holding([], isLast: false), Step.Failed);
        }
    }

    private Task<List<JournalRow>> Rows(long after, CancellationToken stop) => database.Read(
        connection => connection.Command($"SELECT {JournalRow.Columns} FROM journal WHERE ordering > @after ORDER BY ordering LIMIT {Page}",
            ("after", after)).All(JournalRow.From),
        stop);

    /// <summary>How many of the rows precede the first gap that a late row could still fill.</summary>
    private static int WithoutGap(List<JournalRow> rows, long after, long settled)
    {
        var count = 0;
        while (count < rows.Count
            && (rows[count].Ordering <= settled || rows[count].Ordering == (count == 0 ? after : rows[count - 1].Ordering) + 1))
            count++;
        return count;
    }

    private async Task Wait(TimeSpan most, Task? rung, CancellationToken stop)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var timer = Task.Delay(most, time, over.Token);
        await Task.WhenAny(rung is null ? [timer] : [rung, timer]);
        await over.CancelAsync(); // leaves no timer behind for each signal
    }
}
