using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace StreamActors.Storage;

/// <summary>
/// Checkpoints SQLite's write-ahead log outside the writer: SQLite would do it within a commit, which then waits for two more syncs and a
/// thousand pages. A commit is durable without it.
/// </summary>
internal sealed class SqliteCheckpoints : IAsyncDisposable
{
    private const int Many = 4000; // pages of 4 KiB in the log
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    private readonly CancellationTokenSource _stop = new();
    private readonly Func<SqliteConnection> _open;
    private readonly Func<long> _commits;
    private readonly ILogger _log;
    private readonly Task _loop;
    private int _restIsWanted;

    public SqliteCheckpoints(Func<SqliteConnection> open, Func<long> commits, ILogger log)
    {
        (_open, _commits, _log) = (open, commits, log);
        _loop = Task.Factory.StartNew(Loop, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>
    /// Called by the writer between two transactions. Under constant writes the log never ends and so never restarts; the writer then does
    /// the small remainder itself.
    /// </summary>
    public void DoTheRest(SqliteConnection? connection)
    {
        if (connection is not null && Interlocked.Exchange(ref _restIsWanted, 0) == 1)
            Checkpoint(connection);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _loop;
    }

    private void Loop()
    {
        SqliteConnection? connection = null;
        for (var before = 0L; !_stop.Token.WaitHandle.WaitOne(Interval);)
        {
            if (_commits() is var now && now == before)
                continue;
            before = now;
            if (Checkpoint(connection ??= Opened()) > Many)
                Interlocked.Exchange(ref _restIsWanted, 1);
        }
        connection?.Dispose();
    }

    private SqliteConnection? Opened()
    {
        try
        {
            return _open();
        }
        catch (Exception failure) when (failure is SqliteException or DatabaseUnavailableException) // its folder may be gone
        {
            DatabaseLog.NotCheckpointed(_log, failure);
            return null;
        }
    }

    /// <returns>The number of pages in the log.</returns>
    private long Checkpoint(SqliteConnection? connection)
    {
        try
        {
            using var command = connection?.CreateCommand();
            if (command is null)
                return 0;
            command.CommandText = "PRAGMA wal_checkpoint(PASSIVE)";
            using var row = command.ExecuteReader();
            return row.Read() ? row.GetInt64(1) : 0;
        }
        catch (SqliteException failure) // the disk is full or gone: the log keeps everything until the next try
        {
            DatabaseLog.NotCheckpointed(_log, failure);
            return 0;
        }
    }
}
