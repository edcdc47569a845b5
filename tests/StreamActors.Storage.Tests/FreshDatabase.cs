using Microsoft.Extensions.Logging.Abstractions;
using StreamActors.Testing;

namespace StreamActors.Storage.Tests;

/// <summary>An empty database of either kind with all tables; it can be reopened, as after a restart.</summary>
public sealed class FreshDatabase : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sa-db-").FullName;
    private readonly string? _postgres;

    private FreshDatabase(string? postgres) => _postgres = postgres;

    public string Folder => _folder;

    public IDatabase Database { get; private set; } = null!;

    public static async Task<FreshDatabase> Of(string dialect)
    {
        var fresh = new FreshDatabase(dialect == "PostgreSQL" ? await (await PostgresServer.Shared()).NewDatabase() : null);
        fresh.Database = fresh.Another();
        await Schema.Prepare(fresh.Database, new StandingClock(), CancellationToken.None);
        return fresh;
    }

    /// <summary>The same database, as another process would open it.</summary>
    public IDatabase Another() => _postgres is null
        ? new SqliteDatabase(Path.Combine(_folder, "test.db"), NullLogger<SqliteDatabase>.Instance)
        : new PostgresDatabase(_postgres, NullLogger<PostgresDatabase>.Instance);

    public async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
