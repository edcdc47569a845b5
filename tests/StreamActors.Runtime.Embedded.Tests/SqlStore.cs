using Microsoft.Extensions.Logging.Abstractions;
using StreamActors.Storage;
using StreamActors.Testing;

namespace StreamActors.Runtime.Embedded.Tests;

/// <summary>
/// A database as the server opens it, with the machinery over its tables: the wanted projection and the followers are
/// entities of the runtime under test, as they are in earnest. The database lives by the real clock.
/// </summary>
internal sealed class SqlStore : Store
{
    private static readonly Vocabulary Words = new Vocabulary().AddPurse();

    private readonly Func<IDatabase> _open;
    private readonly DirectoryInfo? _folder;

    private SqlStore(Func<IDatabase> open, DirectoryInfo? folder) => (_open, _folder) = (open, folder);

    public static SqlStore Sqlite()
    {
        var folder = Directory.CreateTempSubdirectory("sa-embedded-");
        return new SqlStore(() => new SqliteDatabase(Path.Combine(folder.FullName, "journal.db"), NullLogger<SqliteDatabase>.Instance), folder);
    }

    public static async Task<SqlStore> PostgreSql()
    {
        var connection = await (await PostgresServer.Shared()).NewDatabase();
        return new SqlStore(() => new PostgresDatabase(connection + ";Maximum Pool Size=15", NullLogger<PostgresDatabase>.Instance), null);
    }

    public override async Task<OpenStore> Open(IReadOnlyList<EntityKind> kinds)
    {
        var database = _open();
        await JournalOpening.Run(database, Words, TimeProvider.System, CancellationToken.None);
        return new OpenSql(database, kinds);
    }

    public override ValueTask DisposeAsync()
    {
        _folder?.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    private sealed class OpenSql : OpenStore
    {
        private readonly IDatabase _database;
        private readonly SqlFeed _feed;
        private readonly SqlTimeline _timeline;
        private readonly ProjectionRun _wanted;
        private readonly LateEntities _entities = new();
        private Waker? _waker;

        public OpenSql(IDatabase database, IReadOnlyList<EntityKind> kinds)
        {
            var (time, events, snapshots, bell) = (TimeProvider.System, new EnvelopeFormat(Words), new SnapshotFormat(Words), new CommitBell());
            _database = database;
            _feed = new SqlFeed(database, events, bell, time, NullLogger<SqlFeed>.Instance);
            _timeline = new SqlTimeline(database, Words, TimelineBounds.Usual, time, NullLogger<SqlTimeline>.Instance);
            _wanted = new ProjectionRun(new WantedProjection(kinds), _feed, database, time);
            Journal = new SqlJournal(database, events, snapshots, bell, time, NullLogger<SqlJournal>.Instance);
            var outbox = new Outbox(new Bookkeeper(), _feed, _entities, new Cursors(database), _timeline, "here", new FollowerPace(), time, () => 0.5, NullLogger<Outbox>.Instance);
            Kinds = [FollowerKind.Of([_wanted, outbox], time, () => 0.5, NullLogger<IFeedReader>.Instance)];
        }

        public override IJournal Journal { get; }

        public override ICommittedFeed Feed => _feed;

        public override ITimeline Timeline => _timeline;

        public override IReadOnlyList<EntityKind> Kinds { get; }

        public override Task Remember(IEntities entities)
        {
            _entities.Found = entities;
            _waker = new Waker(entities, _database, _wanted, FollowerKind.Always([_wanted]), TimeProvider.System, NullLogger<Waker>.Instance);
            _waker.Start();
            return Task.CompletedTask;
        }

        public override Task Employ(IFollower follower, IEntities entities)
        {
            entities.Wake(new EntityId(FollowerKind.Name, follower.Name));
            return Task.CompletedTask;
        }

        public override async ValueTask DisposeAsync()
        {
            if (_waker is not null)
                await _waker.DisposeAsync();
            await _timeline.DisposeAsync();
            _feed.Dispose();
            await _database.DisposeAsync();
        }
    }

    /// <summary>Followers are kinds of the runtime that they speak to: they are made before it.</summary>
    private sealed class LateEntities : IEntities
    {
        public IEntities Found { get; set; } = null!;

        public ValueTask<Reply> Ask(EntityId id, Command command, CommandId commandId, long? expectedVersion = null, TimeSpan? deadline = null) =>
            Found.Ask(id, command, commandId, expectedVersion, deadline);

        public void Tell(EntityId id, Command command, CommandId commandId) => Found.Tell(id, command, commandId);

        public ValueTask<Reading> Read(EntityId id, TimeSpan? deadline = null) => Found.Read(id, deadline);

        public void Wake(EntityId id) => Found.Wake(id);
    }
}
