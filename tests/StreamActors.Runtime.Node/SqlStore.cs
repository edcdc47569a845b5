using System.Collections.Concurrent;
using Microsoft.Extensions.Logging.Abstractions;
using StreamActors.Storage;
using StreamActors.Testing;

namespace StreamActors.Runtime.Tests;

/// <summary>A database as the server opens it, with a simple waker and simple followers.</summary>
public sealed class SqlStore : Store
{
    private readonly DirectoryInfo? _folder;
    private readonly string? _file;
    private readonly ConcurrentDictionary<string, long> _cursors = new(StringComparer.Ordinal);

    /// <summary>Nodes store with Akka.Persistence.Sql.</summary>
    public bool ByAkkaPersistenceSql { get; set; }

    private SqlStore(string connectionString, DirectoryInfo? folder)
    {
        (ConnectionString, _folder) = (connectionString, folder);
        _file = connectionString.StartsWith(FileIs, StringComparison.Ordinal) ? connectionString[FileIs.Length..] : null;
    }

    private const string FileIs = "Data Source=";

    public static Vocabulary Words { get; } = new Vocabulary().AddPurse();

    public string ConnectionString { get; }

    public static Task<SqlStore> Sqlite()
    {
        var folder = Directory.CreateTempSubdirectory("sa-akka-");
        return Task.FromResult(new SqlStore(FileIs + Path.Combine(folder.FullName, "journal.db"), folder));
    }

    public static async Task<SqlStore> PostgreSql() =>
        new(await (await PostgresServer.Shared()).NewDatabase() + ";Maximum Pool Size=15", null);

    /// <summary>Its nodes store with Akka.Persistence.Sql.</summary>
    public static async Task<SqlStore> ByAkka(Task<SqlStore> opening)
    {
        var store = await opening;
        store.ByAkkaPersistenceSql = true;
        return store;
    }

    /// <summary>An existing database, which this does not dispose.</summary>
    public static SqlStore At(string connectionString) => new(connectionString, null);

    public override async Task<OpenStore> Open(IReadOnlyList<EntityKind> kinds) => await OpenSql(kinds);

    public async Task<OpenSqlStore> OpenSql(IReadOnlyList<EntityKind> kinds)
    {
        IDatabase database = _file is null
            ? new PostgresDatabase(ConnectionString, NullLogger<PostgresDatabase>.Instance)
            : new SqliteDatabase(_file, NullLogger<SqliteDatabase>.Instance);
        await Schema.Prepare(database, TimeProvider.System, CancellationToken.None);
        return new OpenSqlStore(database, kinds, _cursors);
    }

    public override ValueTask DisposeAsync()
    {
        _folder?.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }
}

public sealed class OpenSqlStore(IDatabase database, IReadOnlyList<EntityKind> kinds, ConcurrentDictionary<string, long> cursors)
    : OpenStore
{
    private readonly CancellationTokenSource _over = new();
    private readonly List<Task> _running = [];

    public CommitSignal Signal { get; } = new();

    public IDatabase Database => database;

    public override IJournal Journal => new SqlJournal(
        database, new EnvelopeFormat(SqlStore.Words), new SnapshotFormat(SqlStore.Words), Signal, TimeProvider.System,
        NullLogger<SqlJournal>.Instance);

    public override ICommittedFeed Feed =>
        new SqlFeed(database, new EnvelopeFormat(SqlStore.Words), Signal, TimeProvider.System, NullLogger<SqlFeed>.Instance)
    {
        Poll = TimeSpan.FromMilliseconds(50),
    };

    internal AkkaPersistenceSql Sql(Func<EntityId, Func<Task>, Task> around) =>
        new(database.Dialect == Dialect.Postgres, Connect)
        {
            Opened = database.Foreign!.Opened,
            Guard = database.Foreign.Guard,
            Explain = database.Foreign.Explain,
            ExplainRead = database.Foreign.ExplainRead,
            IsDuplicate = ForeignWriter.IsDuplicate,
            Committed = Signal.Ring,
            Around = around,
        };

    /// <summary>As where the disk fails.</summary>
    public bool CannotConnect { get; set; }

    private System.Data.Common.DbConnection Connect() =>
        CannotConnect ? throw new Microsoft.Data.Sqlite.SqliteException("disk I/O error", 10) : database.Foreign!.Connect();

    public override ITimeline Timeline { get; } = new MemoryTimeline();

    public override Task Remember(IEntities entities)
    {
        _running.Add(Task.Run(() => Wake(entities)));
        return Task.CompletedTask;
    }

    public override Task Employ(IFollower follower, IEntities entities)
    {
        _running.Add(Task.Run(() => Follow(follower, entities)));
        return Task.CompletedTask;
    }

    /// <summary>Stops waker and followers, wherever they are.</summary>
    public async Task Dismiss()
    {
        await _over.CancelAsync();
        await Task.WhenAll(_running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public override async ValueTask DisposeAsync()
    {
        await Dismiss();
        await database.DisposeAsync();
    }

    /// <summary>Activates all wanted entities at once, and again whenever a node may have gone.</summary>
    private async Task Wake(IEntities entities)
    {
        var wanted = new Dictionary<EntityId, bool>();
        using var again = new PeriodicTimer(TimeSpan.FromMilliseconds(500));
        var position = 0L;
        do
        {
            var rows = await database.Read(c => Rows(c, position), _over.Token);
            foreach (var recorded in rows)
            {
                position = recorded.Position;
                if (kinds.First(k => k.Name == recorded.Id.Kind).IsWanted?.Invoke(recorded.Envelope.Event) is { } wants)
                    wanted[recorded.Id] = wants;
            }
            foreach (var (id, _) in wanted.Where(w => w.Value))
                entities.Wake(id);
        }
        while (await again.WaitForNextTickAsync(_over.Token));
    }

    private static async Task<List<Recorded>> Rows(System.Data.Common.DbConnection connection, long after)
    {
        await using var command = connection.CreateCommand();
        command.CommandText =
            $"SELECT ordering, persistence_id, sequence_number, manifest, message FROM journal WHERE ordering > {after} ORDER BY ordering";
        await using var reader = await command.ExecuteReaderAsync();
        List<Recorded> rows = [];
        while (await reader.ReadAsync())
        {
            var envelope = new EnvelopeFormat(SqlStore.Words).Read(reader.GetString(3), (byte[])reader.GetValue(4));
            rows.Add(new Recorded(reader.GetInt64(0), EntityId.Parse(reader.GetString(1)), reader.GetInt64(2), Guid.Empty, envelope));
        }
        return rows;
    }

    private async Task Follow(IFollower follower, IEntities entities)
    {
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        await foreach (var recorded in Feed.Follow(cursors.GetValueOrDefault(follower.Name), _over.Token))
        {
            foreach (var (to, command) in follower.On(recorded))
            {
                var id = CommandId.Of($"{follower.Name} {recorded.Id}#{recorded.Sequence} {to}");
                while (await entities.Ask(to, command, id, deadline: TimeSpan.FromHours(1)).AsTask()
                    .WaitAsync(_over.Token) is not (Done or Refused))
                    await pace.WaitForNextTickAsync(_over.Token); // its node may be leaving: retry with a pause
            }
            cursors[follower.Name] = recorded.Position;
        }
    }
}
