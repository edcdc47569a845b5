using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace StreamActors.Storage;

/// <summary>
/// Carries what lies in SQLite's write-ahead log over into the file, beside the writer: left to itself, SQLite does it within
/// a commit, and whoever waits for that waits for two more syncs and a thousand pages. A commit is durable without it.
/// </summary>
internal sealed class SqliteCheckpoints : IAsyncDisposable
{
    private const int Many = 4000; // pages of 4 KiB in the log
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(500);

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
    /// Called by the writer between two transactions. While it writes on, the log never comes to its end and so never starts
    /// anew; now and then it does the little that has come since itself.
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
        for (var before = 0L; !_stop.Token.WaitHandle.WaitOne(Every);)
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
        catch (Exception failure) when (failure is SqliteException or DatabaseUnavailableException) // its folder may have gone already
        {
            DatabaseLog.NotCheckpointed(_log, failure);
            return null;
        }
    }

    /// <returns>How many pages the log holds.</returns>
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
        catch (SqliteException failure) // the disk is full, or gone: the log keeps everything until the next time
        {
            DatabaseLog.NotCheckpointed(_log, failure);
            return 0;
        }
    }
}
