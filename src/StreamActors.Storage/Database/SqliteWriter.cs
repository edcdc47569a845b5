using System.Collections.Concurrent;
using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace StreamActors.Storage;

/// <summary>The one thread that writes to a SQLite file. It ends only when disposed.</summary>
internal sealed class SqliteWriter : IAsyncDisposable
{
    private readonly BlockingCollection<Change> _queue = [];
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Func<SqliteConnection> _open;
    private readonly GroupCommit _commit;
    private readonly ILogger _log;
    private readonly SqliteCheckpoints _checkpoints;
    private SqliteConnection? _connection;

    public SqliteWriter(Func<SqliteConnection> open, GroupCommit commit, ILogger log)
    {
        (_open, _commit, _log) = (open, commit, log);
        _checkpoints = new SqliteCheckpoints(open, () => commit.Commits, log);
        new Thread(Loop) { IsBackground = true, Name = "SQLite writer" }.Start();
    }

    public long Commits => _commit.Commits;

    public void Enqueue(Change change)
    {
        try
        {
            _queue.Add(change);
        }
        catch (InvalidOperationException) // adding was completed
        {
            change.Fail(new ObjectDisposedException(nameof(SqliteDatabase)));
        }
    }

    public async ValueTask DisposeAsync()
    {
        _queue.CompleteAdding();
        await _ended.Task;
        await _checkpoints.DisposeAsync();
    }

    private void Loop()
    {
        foreach (var first in _queue.GetConsumingEnumerable())
        {
            List<Change> batch = [first];
            while (batch.Count < GroupCommit.Most && _queue.TryTake(out var next))
                batch.Add(next);
            _checkpoints.DoTheRest(_connection);
            // SQLite calls complete synchronously, so this stays on the thread.
            if (_commit.Run(() => ValueTask.FromResult<DbConnection>(_connection ??= _open()), batch).GetAwaiter().GetResult() is not null)
                Close();
        }
        Close();
        _ended.SetResult();
    }

    private void Close()
    {
        try
        {
            _connection?.Dispose();
        }
        catch (SqliteException failure)
        {
            DatabaseLog.CloseFailed(_log, failure);
        }
        _connection = null;
    }
}
