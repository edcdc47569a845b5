using System.Data.Common;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using StreamActors.Kernel;

namespace StreamActors.Storage;

/// <summary>
/// Whether changes can be stored. After a failure a test write is repeated until it succeeds, so that an idle server notices a repaired
/// disk or database. Only that write counts as success: a transaction without changes commits even on a full disk.
/// </summary>
internal sealed class WriteOutcome(IDatabase database, ILogger log)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);
    private static readonly string Filling = new('x', 64 * 1024); // more than the few pages still free on a full disk

    private static readonly Counter<long> Failures =
        JournalFigures.Counter("streamactors.database.failures", "{failure}", "Changes or transactions that the database could not store.");

    private readonly Lock _lock = new();
    private string? _failure;
    private long _failures;
    private bool _trying;

    public string? Failure
    {
        get
        {
            lock (_lock)
                return _failure;
        }
    }

    public void Failed(Exception failure)
    {
        Failures.Add(1);
        lock (_lock)
        {
            _failures++;
            if (_failure != failure.Message)
                DatabaseLog.WriteFailed(log, failure.Message, failure);
            _failure = failure.Message;
            if (_trying)
                return;
            _trying = true;
        }
        _ = Task.Run(TryUntilItSucceeds);
    }

    private async Task TryUntilItSucceeds()
    {
        while (true)
        {
            await Task.Delay(Interval);
            var before = Interlocked.Read(ref _failures);
            try
            {
                await database.Change(Write, CancellationToken.None);
            }
            catch (ObjectDisposedException)
            {
                return;
            }
            catch (Exception failure) when (failure is NotStoredException or OutcomeUnknownException or JournalRefusedException)
            {
                continue; // already recorded as a failure
            }
            if (IsOver(before))
                return;
        }
    }

    private bool IsOver(long before)
    {
        lock (_lock)
        {
            if (_failures != before)
                return false;
            (_failure, _trying) = (null, false);
        }
        DatabaseLog.WritesAgain(log, database.Description);
        return true;
    }

    private static async Task<int> Write(DbTransaction transaction)
    {
        var name = "write-test/" + Guid.NewGuid().ToString("N"); // nodes of a cluster may try at the same time
        await transaction.Run("INSERT INTO leases (name, owner, expires) VALUES (@name, @owner, 0)", ("name", name), ("owner", Filling));
        return await transaction.Run("DELETE FROM leases WHERE name = @name", ("name", name));
    }
}
