using Microsoft.Extensions.Logging.Abstractions;
using StreamActors.Kernel;
using StreamActors.Testing;

namespace StreamActors.Storage.Tests;

/// <summary>A place where a database can be created, opened, closed and reopened: the same tests run in each.</summary>
public abstract class DatabasePlace : IAsyncLifetime
{
    public abstract IDatabase Open();

    public abstract Task InitializeAsync();

    public abstract Task DisposeAsync();
}

public sealed class SqlitePlace : DatabasePlace
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sa-sqlite-");

    public string File => Path.Combine(_folder.FullName, "journal.db");

    public override IDatabase Open() => new SqliteDatabase(File, NullLogger<SqliteDatabase>.Instance);

    public override Task InitializeAsync() => Task.CompletedTask;

    public override Task DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return Task.CompletedTask;
    }
}

public sealed class PostgresPlace : DatabasePlace
{
    public string ConnectionString { get; private set; } = "";

    public override IDatabase Open() => new PostgresDatabase(ConnectionString, NullLogger<PostgresDatabase>.Instance);

    public override async Task InitializeAsync() => ConnectionString = await (await PostgresServer.Shared()).NewDatabase();

    public override Task DisposeAsync() => Task.CompletedTask;
}

/// <summary>One process over a database, composed as in the server.</summary>
public sealed class OpenedStorage(IDatabase database, TimeProvider time) : IAsyncDisposable
{
    public IDatabase Database => database;

    public CommitSignal Signal { get; } = new();

    public ListLog Log { get; } = new();

    public SqlJournal Journal => new(database, Sample.Events, Sample.Snapshots, Signal, time, Log.For<SqlJournal>());

    public SqlFeed Feed => new(database, Sample.Events, Signal, time, Log.For<SqlFeed>());

    public JournalVerify Verify => new(database, Sample.Events, Sample.Snapshots);

    public async Task<List<Recorded>> All(EntityId id, long after = 0)
    {
        var all = new List<Recorded>();
        await foreach (var recorded in Journal.Read(id, after, CancellationToken.None))
            all.Add(recorded);
        return all;
    }

    public Task<int> Sql(string text, params (string, object?)[] parameters) =>
        database.Change(t => t.Run(text, parameters), CancellationToken.None);

    public Task<T?> Ask<T>(string text, params (string, object?)[] parameters) =>
        database.Read(c => c.One<T>(text, parameters), CancellationToken.None);

    public ValueTask DisposeAsync() => database.DisposeAsync();
}
