using System.Text.Json;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using StreamActors.Kernel;

namespace StreamActors.Storage;

/// <summary>How much of the timeline is kept.</summary>
public sealed record TimelineBounds(TimeSpan Age, long Count)
{
    public static readonly TimelineBounds Usual = new(TimeSpan.FromDays(30), 1_000_000);
}

/// <summary>
/// The timeline in its table. Adding an entry never waits for the database and never throws; entries that arrive faster than they can be
/// written are dropped and counted.
/// </summary>
public sealed class SqlTimeline : ITimeline, IAsyncDisposable
{
    private const int Queue = 10_000;
    private const int Batch = 200;
    private static readonly TimeSpan PruneEvery = TimeSpan.FromMinutes(1);
    private static readonly BackOff RetryDelay = new(TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(5));

    private readonly Channel<Moment> _told = Channel.CreateBounded<Moment>(new BoundedChannelOptions(Queue) { SingleReader = true });
    private readonly CancellationTokenSource _givenUp = new();
    private readonly TimelineRows _rows;
    private readonly MaskedJson _json;
    private readonly TimelineBounds _bounds;
    private readonly TimeProvider _time;
    private readonly ILogger<SqlTimeline> _log;
    private readonly Task _writing;
    private long _dropped;
    private long _reported;
    private long _pruned;

    public SqlTimeline(IDatabase database, Vocabulary vocabulary, TimelineBounds bounds, TimeProvider time, ILogger<SqlTimeline> log)
    {
        (_rows, _json, _bounds, _time, _log) = (new TimelineRows(database), new MaskedJson(vocabulary), bounds, time, log);
        _pruned = time.GetTimestamp();
        _writing = Task.Run(Write, CancellationToken.None);
    }

    public long Dropped => Interlocked.Read(ref _dropped);

    public void Append(Moment moment)
    {
        if (!_told.Writer.TryWrite(moment))
            Interlocked.Increment(ref _dropped);
    }

    public async Task<IReadOnlyList<TimelineEntry>> Read(TimelineQuery query, CancellationToken stop) => await _rows.Read(query, stop);

    /// <summary>Writes what is queued; if the database is away, it retries once and gives up.</summary>
    public async ValueTask DisposeAsync()
    {
        _told.Writer.TryComplete();
        await _givenUp.CancelAsync();
        await _writing;
    }

    private async Task Write()
    {
        var batch = new List<TimelineEntry>(Batch);
        while (await _told.Reader.WaitToReadAsync(CancellationToken.None))
        {
            batch.Clear();
            while (batch.Count < Batch && _told.Reader.TryRead(out var moment))
                batch.Add(Entry(moment));
            await Store(batch);
            if (_time.GetElapsedTime(_pruned) >= PruneEvery && await Prune())
                _pruned = _time.GetTimestamp();
            if (Dropped > _reported)
                TimelineLog.Dropped(_log, Dropped - _reported, _reported = Dropped);
        }
    }

    private async Task Store(List<TimelineEntry> batch)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await _rows.Add(batch, CancellationToken.None);
                return;
            }
            catch (DatabaseUnavailableException failure) when (!_givenUp.IsCancellationRequested)
            {
                TimelineLog.NotWritten(_log, batch.Count, failure);
                await Task.Delay(RetryDelay.Delay(attempt, chance: 0.5), _time, _givenUp.Token)
                    .ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously,
                    TaskScheduler.Default);
            }
            catch (Exception failure) // may be stored, may be invalid: a duplicate would be worse than a loss
            {
                TimelineLog.Lost(_log, batch.Count, failure);
                Interlocked.Add(ref _dropped, batch.Count);
                return;
            }
        }
    }

    /// <returns>False if there is more to prune, after the next batch.</returns>
    private async Task<bool> Prune()
    {
        try
        {
            return !await _rows.Prune(_time.GetUtcNow() - _bounds.Age, _bounds.Count, CancellationToken.None);
        }
        catch (Exception failure) // retried later
        {
            TimelineLog.NotPruned(_log, failure);
            return true;
        }
    }

    private TimelineEntry Entry(Moment moment)
    {
        string name, detail;
        try
        {
            (name, detail) = _json.Show(moment.Happening);
        }
        catch (Exception failure) when (failure is JsonException or NotSupportedException or InvalidOperationException)
        {
            TimelineLog.Unshowable(_log, moment.Happening.GetType().Name, failure);
            (name, detail) = (MaskedJson.Kebab(moment.Happening.GetType().Name), "{}");
        }
        return new TimelineEntry(0, moment.At, moment.Id, moment.Node, moment.Sequence, moment.Who, name, detail);
    }
}
