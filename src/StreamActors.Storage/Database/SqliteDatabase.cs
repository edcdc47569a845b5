using System.Collections.Concurrent;
using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using StreamActors.Kernel;

namespace StreamActors.Storage;

/// <summary>SQLite in one file: one thread writes, pooled connections read.</summary>
public sealed class SqliteDatabase : IDatabase
{
    private const int Readers = 8;

    private readonly string _path;
    private readonly string _connectionString;
    private readonly ConcurrentBag<SqliteConnection> _idle = [];
    private readonly SemaphoreSlim _readers = new(Readers);
    private readonly SqliteWriter _writer;
    private readonly WriteOutcome _outcome;

    public SqliteDatabase(string path, ILogger<SqliteDatabase> log)
    {
        SqliteLibrary.Use();
        _path = Path.GetFullPath(path);
        _connectionString = new SqliteConnectionStringBuilder
        {
            DataSource = _path,
            ForeignKeys = true,
            Pooling = false, // connections keep their pragmas in a pool of our own, which is empty after DisposeAsync
        }.ToString();
        _outcome = new WriteOutcome(this, log);
        _writer = new SqliteWriter(Open, new GroupCommit(Explain, ExplainCommit, static t => t.CommitAsync(), _outcome), log);
    }

    public string Description => $"SQLite at {_path}";

    public Dialect Dialect => Dialect.Sqlite;

    public long Commits => _writer.Commits;

    public string? WriteFailure => _outcome.Failure;

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
            await connection.DisposeAsync(); // the last one to close folds the write-ahead log back into the file
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
            if (Explain(failure) is var explained && ReferenceEquals(explained, failure))
                throw;
            throw explained;
        }
    }

    /// <summary>What is stored is for nobody else on this machine: SQLite gives its log and its index the mode of the file.</summary>
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
                $"{_path} cannot be made, or closed to other users ({failure.Message}). Check that its folder exists, and that this user owns it and may write there.", failure);
        }
    }

    private SqliteConnection Open()
    {
        CloseToOthers();
        var connection = new SqliteConnection(_connectionString);
        try
        {
            connection.Open();
            Pragma(connection, "busy_timeout = 10000");
            Pragma(connection, "journal_mode = WAL");
            Pragma(connection, "synchronous = FULL"); // the log is synced before a commit returns: safe against power loss
            Pragma(connection, "secure_delete = ON"); // a destroyed key leaves no copy behind, nor one that a page split had left
            Pragma(connection, "journal_size_limit = 67108864");
            Pragma(connection, "wal_autocheckpoint = 0"); // done beside the writer
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private static void Pragma(SqliteConnection connection, string setting)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA " + setting;
        command.ExecuteNonQuery();
    }

    private Exception Explain(Exception failure) => failure is not SqliteException sqlite ? failure : sqlite.SqliteErrorCode switch
    {
        SQLitePCL.raw.SQLITE_FULL => Full(failure),
        SQLitePCL.raw.SQLITE_IOERR when HasNoSpace() => Full(failure), // of a file that SQLite could not make or lengthen beside the database
        SQLitePCL.raw.SQLITE_BUSY or SQLitePCL.raw.SQLITE_LOCKED => new DatabaseUnavailableException($"Another program holds {_path} locked.", failure),
        SQLitePCL.raw.SQLITE_CANTOPEN or SQLitePCL.raw.SQLITE_READONLY or SQLitePCL.raw.SQLITE_PERM =>
            new DatabaseUnavailableException($"{_path} cannot be opened for writing. Check that its folder exists and that this user may write there.", failure),
        SQLitePCL.raw.SQLITE_IOERR => new DatabaseUnavailableException($"The disk of {_path} failed: {sqlite.Message}", failure),
        SQLitePCL.raw.SQLITE_CORRUPT or SQLitePCL.raw.SQLITE_NOTADB => new JournalRefusedException(
            $"{_path} is damaged or is no SQLite database ({sqlite.Message}). Stop the server, keep a copy of the file, and restore the last backup; 'sqlite3 {_path} .recover' may save what is readable.", failure),
        _ => failure,
    };

    private DatabaseUnavailableException Full(Exception failure) =>
        new($"The disk of {_path} is full (no space left on device). Make room there; writing then goes on by itself.", failure);

    private bool HasNoSpace()
    {
        try
        {
            return new DriveInfo(_path).AvailableFreeSpace < 256 * 1024;
        }
        catch (IOException)
        {
            return false;
        }
    }

    /// <summary>A commit that found no space wrote no commit mark; after any other failure only a restart would tell.</summary>
    private Exception ExplainCommit(Exception failure) => failure is SqliteException { SqliteErrorCode: SQLitePCL.raw.SQLITE_FULL or SQLitePCL.raw.SQLITE_BUSY }
        ? Explain(failure)
        : new OutcomeUnknownException($"{Description} failed during a commit: {failure.Message}", failure);
}
