using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace StreamActors.Storage;

/// <summary>
/// A SQLite file that is only looked at, while no server is on it: neither its bytes nor its log are changed, and nothing is left beside it.
/// </summary>
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
        // Where nothing lies in the log, SQLite is told that nobody writes: else it would make a log and an index to read the file.
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

    public Task<T> Change<T>(Func<DbTransaction, Task<T>> work, CancellationToken stop) => throw new NotSupportedException($"{_path} was opened to be read.");

    public ValueTask DisposeAsync()
    {
        if (!_hadIndex)
            File.Delete(Index); // made anew out of the log by whoever opens it next
        return ValueTask.CompletedTask;
    }
}
