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
/// Akka.Persistence.Sql instead of our own plugin. It writes over its own connections to the database of the <see cref="IJournal"/>, whose
/// tables are the same.
/// </summary>
/// <param name="Connect">Creates a connection, not opened yet.</param>
public sealed record AkkaPersistenceSql(bool IsPostgreSql, Func<DbConnection> Connect)
{
    /// <summary>Called after a connection was opened.</summary>
    public Action<DbConnection> Opened { get; init; } = static _ => { };

    /// <summary>A statement run before each write, which fails if this node may no longer write; null if there is no such check.</summary>
    public Func<string?> Guard { get; init; } = static () => null;

    /// <summary>Translates a driver's exception into one that tells whether something was stored; unknown ones stay as they are.</summary>
    public Func<Exception, Exception> Explain { get; init; } = static failure => failure;

    /// <summary>The same for a read, after which nothing was stored.</summary>
    public Func<Exception, Exception> ExplainRead { get; init; } = static failure => failure;

    /// <summary>Whether an exception means that a row with this key exists, and nothing was stored.</summary>
    public Func<Exception, bool> IsDuplicate { get; init; } = static _ => false;

    /// <summary>Called after every commit of events.</summary>
    public Action Committed { get; init; } = static () => { };

    /// <summary>Wraps each append, for tests.</summary>
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
        /// SQLite's driver blocks, and the write queue runs on the writing thread: unless that thread is left here, writes never share a
        /// commit.
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
            buffer-size = 100000 # further writes are rejected
          }
          snapshot-store.akka-persistence-sql {
            class = "StreamActors.Runtime.SqlSnapshotPlugin, StreamActors.Runtime"
            plugin-dispatcher = "akka.actor.default-dispatcher"
            circuit-breaker { max-failures = 1000000000, call-timeout = 1d, reset-timeout = 1s }
            auto-initialize = off
          }
        }
        """;

    // A deferred transaction: reads do not block the writer.
    private const string OnSqlite = """
        akka.persistence {
          journal.akka-persistence-sql { parallelism = 1, read-isolation-level = read-uncommitted }
          snapshot-store.akka-persistence-sql.read-isolation-level = read-uncommitted
        }
        """;

    public static AkkaConfigurationBuilder AddSqlPlugin(
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
