using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace StreamActors.Storage;

/// <summary>A SQLite file opened read-only while no server uses it: neither it nor its log changes, and no files are left behind.</summary>
public sealed class SqliteReadOnly : IDatabase
{
    private readonly string _path;
    private readonly string _connectionString;
    private readonly bool _hadIndex;
    private readonly SqliteFailures _failures;

    public SqliteReadOnly(string path)
    {
        SqliteLibrary.Use();
        _path = Path.GetFullPath(path);
        _failures = new SqliteFailures(_path);
        _hadIndex = File.Exists(Index);
        // With an empty log SQLite opens the file as immutable: otherwise it would create a log and an index.
        var hasLog = new FileInfo($"{_path}-wal") is { Exists: true, Length: > 0 };
        var uri = string.Join('/', _path.Split('/').Select(Uri.EscapeDataString));
        _connectionString = new SqliteConnectionStringBuilder
        {
            DataSource = hasLog ? _path : $"file:{uri}?immutable=1",
            Mode = SqliteOpenMode.ReadOnly,
            Pooling = false,
        }.ToString();
    }

    public string Description => $"SQLite at {_path}";

    public Dialect Dialect => Dialect.Sqlite;

    public long Commits => 0;

    private string Index => $"{_path}-shm";

    public async Task<T> Read<T>(Func<DbConnection, Task<T>> work, CancellationToken stop)
    {
        try
        {
            await using var connection = new SqliteConnection(_connectionString);
            await connection.OpenAsync(stop);
            return await work(connection);
        }
        catch (SqliteException failure) when (!ReferenceEquals(_failures.Explain(failure), failure))
        {
            throw _failures.Explain(failure);
        }
    }

    public Task<T> Change<T>(Func<DbTransaction, Task<T>> work, CancellationToken stop) =>
        throw new NotSupportedException($"{_path} was opened read-only.");

    public ValueTask DisposeAsync()
    {
        if (!_hadIndex)
            File.Delete(Index); // the next opener rebuilds it from the log
        return ValueTask.CompletedTask;
    }
}
