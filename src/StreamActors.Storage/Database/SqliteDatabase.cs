using System.Collections.Concurrent;
using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using StreamActors.Kernel;

namespace StreamActors.Storage;

/// <summary>SQLite in one file: one thread writes, a pool of connections reads.</summary>
public sealed class SqliteDatabase : IDatabase
{
    private const int Readers = 8;

    private readonly string _path;
    private readonly string _connectionString;
    private readonly string _foreign;
    private readonly ConcurrentBag<SqliteConnection> _idle = [];
    private readonly SemaphoreSlim _readers = new(Readers);
    private readonly SqliteWriter _writer;
    private readonly WriteOutcome _outcome;
    private readonly SqliteFailures _failures;

    public SqliteDatabase(string path, ILogger<SqliteDatabase> log)
    {
        SqliteLibrary.Use();
        _path = Path.GetFullPath(path);
        _connectionString = new SqliteConnectionStringBuilder
        {
            DataSource = _path,
            ForeignKeys = true,
            Pooling = false, // our own pool keeps the pragmas, and is empty after DisposeAsync
        }.ToString();
        _foreign = new SqliteConnectionStringBuilder(_connectionString) { Pooling = true }.ToString();
        (_failures, _outcome) = (new SqliteFailures(_path), new WriteOutcome(this, log));
        _writer = new SqliteWriter(Open, new GroupCommit(_failures.Explain, ExplainCommit, static t => t.CommitAsync(), _outcome), log);
    }

    public string Description => $"SQLite at {_path}";

    public Dialect Dialect => Dialect.Sqlite;

    public long Commits => _writer.Commits;

    public string? WriteFailure => _outcome.Failure;

    public ForeignWriter Foreign => new(() => new SqliteConnection(_foreign))
    {
        Opened = c => Prepare((SqliteConnection)c),
        Explain = ExplainCommit, // Akka.Persistence.Sql does not tell whether its statement or its COMMIT failed
        ExplainRead = _failures.Explain,
    };

    public async Task<T> Read<T>(Func<DbConnection, Task<T>> work, CancellationToken stop)
    {
        await _readers.WaitAsync(stop);
        try
        {
            return await Task.Run(() => ReadHere(work), stop); // the driver blocks: not on the caller's thread
        }
        finally
        {
            _readers.Release();
        }
    }

    public Task<T> Change<T>(Func<DbTransaction, Task<T>> work, CancellationToken stop)
    {
        var change = new Change<T>(work, stop);
        _writer.Enqueue(change);
        return change.Done;
    }

    public async ValueTask DisposeAsync()
    {
        await _writer.DisposeAsync();
        while (_idle.TryTake(out var connection))
            await connection.DisposeAsync(); // closing the last connection checkpoints and removes the write-ahead log
        SqliteConnection.ClearPool(new SqliteConnection(_foreign));
        _readers.Dispose();
    }

    private async Task<T> ReadHere<T>(Func<DbConnection, Task<T>> work)
    {
        SqliteConnection? connection = null;
        try
        {
            if (!_idle.TryTake(out connection))
            {
                connection = Open();
                Pragma(connection, "query_only = ON");
            }
            var result = await work(connection);
            _idle.Add(connection);
            return result;
        }
        catch (Exception failure)
        {
            if (connection is not null)
                await connection.DisposeAsync();
            if (_failures.Explain(failure) is var explained && ReferenceEquals(explained, failure))
                throw;
            throw explained;
        }
    }

    /// <summary>Owner-only access: SQLite gives its log and index the mode of the database file.</summary>
    private void CloseToOthers()
    {
        try
        {
            OwnersFile.Close(_path);
            foreach (var beside in (string[])[$"{_path}-wal", $"{_path}-shm"])
            {
                if (File.Exists(beside))
                    OwnersFile.Close(beside);
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new DatabaseUnavailableException(
                $"{_path} cannot be created, or protected from other users ({failure.Message}). Check that its folder exists, and that "
                    + $"this user owns it and may write there.", failure);
        }
    }

    private SqliteConnection Open()
    {
        CloseToOthers();
        var connection = new SqliteConnection(_connectionString);
        try
        {
            connection.Open();
            Prepare(connection);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private static void Prepare(SqliteConnection connection)
    {
        Pragma(connection, "busy_timeout = 10000");
        Pragma(connection, "journal_mode = WAL");
        Pragma(connection, "synchronous = FULL"); // the log is synced before a commit returns: safe against power loss
        Pragma(connection, "secure_delete = ON"); // a deleted key leaves no copy, not even one from a page split
        Pragma(connection, "journal_size_limit = 67108864");
        Pragma(connection, "wal_autocheckpoint = 0"); // done outside the writer
    }

    private static void Pragma(SqliteConnection connection, string setting)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA " + setting;
        command.ExecuteNonQuery();
    }

    /// <summary>After "disk full" nothing was committed; after any other failure only a restart would tell.</summary>
    private Exception ExplainCommit(Exception failure) =>
        failure is SqliteException { SqliteErrorCode: SQLitePCL.raw.SQLITE_FULL or SQLitePCL.raw.SQLITE_BUSY }
        ? _failures.Explain(failure)
        : new OutcomeUnknownException($"{Description} failed during a commit: {failure.Message}", failure);
}
