using System.Data.Common;
using Akka.Hosting;
using Akka.Persistence.Sql;
using Akka.Persistence.Sql.Config;
using LinqToDB;
using LinqToDB.DataProvider.PostgreSQL;
using LinqToDB.DataProvider.SQLite;
using LinqToDB.Interceptors;
using StreamActors.Kernel;

namespace StreamActors.Runtime;

/// <summary>
/// Akka.Persistence.Sql in place of our own plugin. It writes over connections of its own to the database that the
/// <see cref="IJournal"/> lies in, whose tables are the same.
/// </summary>
/// <param name="Connect">A connection, not opened yet.</param>
public sealed record AkkaPersistenceSql(bool IsPostgreSql, Func<DbConnection> Connect)
{
    /// <summary>What a connection is told when it has been opened.</summary>
    public Action<DbConnection> Opened { get; init; } = static _ => { };

    /// <summary>A statement that goes before each write and fails where this node may write no more; null: it may.</summary>
    public Func<string?> Guard { get; init; } = static () => null;

    /// <summary>Makes a driver's failure into one that says whether something was stored; unknown ones pass as they are.</summary>
    public Func<Exception, Exception> Explain { get; init; } = static failure => failure;

    /// <summary>Whether a failure says that a row of this key is there already, and nothing was stored.</summary>
    public Func<Exception, bool> IsDuplicate { get; init; } = static _ => false;

    /// <summary>Called after every commit of events.</summary>
    public Action Committed { get; init; } = static () => { };

    /// <summary>For tests: what comes between an entity and its commit.</summary>
    internal Func<EntityId, Func<Task>, Task> Around { get; init; } = static (_, append) => append();

    internal DataOptionsSetup Setup()
    {
        var provider = IsPostgreSql
            ? PostgreSQLTools.GetDataProvider(PostgreSQLVersion.v15)
            : SQLiteTools.GetDataProvider(SQLiteProvider.Microsoft);
        var options = new DataOptions()
            .UseConnectionFactory(provider, _ => Connect())
            .UseInterceptor(new Connecting(this))
            .UseInterceptor(new Guarding(this));
        return new DataOptionsSetup(options.WithOptions(options.ConnectionOptions with { ProviderName = provider.Name }));
    }

    private sealed class Connecting(AkkaPersistenceSql sql) : ConnectionInterceptor
    {
        /// <summary>
        /// SQLite's driver blocks, and the queue of writes runs on the thread that writes: without leaving it here, no write would
        /// ever find another to share a commit with.
        /// </summary>
        public override Task ConnectionOpeningAsync(
            ConnectionEventData eventData, DbConnection connection, CancellationToken cancellationToken) =>
            sql.IsPostgreSql ? Task.CompletedTask : Task.Run(static () => { }, CancellationToken.None);

        public override void ConnectionOpened(ConnectionEventData eventData, DbConnection connection) => sql.Opened(connection);

        public override Task ConnectionOpenedAsync(
            ConnectionEventData eventData, DbConnection connection, CancellationToken cancellationToken)
        {
            sql.Opened(connection);
            return Task.CompletedTask;
        }
    }

    private sealed class Guarding(AkkaPersistenceSql sql) : CommandInterceptor
    {
        public override DbCommand CommandInitialized(CommandEventData eventData, DbCommand command)
        {
            if (!command.CommandText.TrimStart().StartsWith("SELECT", StringComparison.OrdinalIgnoreCase) && sql.Guard() is { } guard)
                command.CommandText = $"{guard};\n{command.CommandText}";
            return command;
        }
    }
}

internal static class AkkaPersistenceSqlHosting
{
    private const string Settings = """
        akka.persistence {
          journal.plugin = "akka.persistence.journal.akka-persistence-sql"
          snapshot-store.plugin = "akka.persistence.snapshot-store.akka-persistence-sql"
          journal.akka-persistence-sql {
            class = "StreamActors.Runtime.SqlJournalPlugin, StreamActors.Runtime"
            plugin-dispatcher = "akka.actor.default-dispatcher"
            recovery-event-timeout = 1h
            auto-initialize = off
            buffer-size = 100000 # what is more is refused
          }
          snapshot-store.akka-persistence-sql {
            class = "StreamActors.Runtime.SqlSnapshotPlugin, StreamActors.Runtime"
            plugin-dispatcher = "akka.actor.default-dispatcher"
            circuit-breaker { max-failures = 1000000000, call-timeout = 1d, reset-timeout = 1s }
            auto-initialize = off
          }
        }
        """;

    // A deferred transaction: reading does not keep the one away that writes.
    private const string OnSqlite = """
        akka.persistence {
          journal.akka-persistence-sql { parallelism = 1, read-isolation-level = read-uncommitted }
          snapshot-store.akka-persistence-sql.read-isolation-level = read-uncommitted
        }
        """;

    public static AkkaConfigurationBuilder WithAkkaPersistenceSql(
        this AkkaConfigurationBuilder builder, AkkaPersistenceSql? sql, Vocabulary vocabulary)
    {
        if (sql is null)
            return builder;
        builder
            .AddSetup(sql.Setup())
            .WithCustomSerializer("streamactors-stored", StoredSerializer.Types, system => new StoredSerializer(system, vocabulary))
            .AddHocon(SqlPersistence.DefaultConfiguration, HoconAddMode.Append)
            .AddHocon(Settings, HoconAddMode.Prepend);
        return sql.IsPostgreSql ? builder : builder.AddHocon(OnSqlite, HoconAddMode.Prepend);
    }
}
