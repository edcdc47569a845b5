using System.Data.Common;
using Microsoft.Extensions.Logging;
using Npgsql;
using StreamActors.Kernel;

namespace StreamActors.Storage;

/// <summary>PostgreSQL: one connection for all writes of this process, a pool for reads.</summary>
public sealed class PostgresDatabase : IDatabase
{
    /// <summary>Reads are short, except for backups. More connections would starve other nodes: PostgreSQL allows 100 by default.</summary>
    private const int MostConnections = 20;

    private readonly NpgsqlDataSource _source;
    private readonly PostgresWriter _writer;
    private readonly WriteOutcome _outcome;
    private readonly Lazy<NpgsqlDataSource> _foreign;
    private NodeLease? _lease;

    public PostgresDatabase(string connectionString, ILogger<PostgresDatabase> log)
    {
        var parts = new NpgsqlConnectionStringBuilder(connectionString) { Enlist = false };
        if (string.IsNullOrEmpty(parts.ApplicationName))
            parts.ApplicationName = "streamactors";
        if (!parts.ShouldSerialize("Maximum Pool Size"))
            parts.MaxPoolSize = Math.Max(MostConnections, parts.MinPoolSize);
        Description = $"PostgreSQL at {parts.Host}:{parts.Port}/{parts.Database}";
        _source = NpgsqlDataSource.Create(parts);
        _foreign = new(() => ForeignSource(parts.ConnectionString));
        _outcome = new WriteOutcome(this, log);
        _writer = new PostgresWriter(_source, Description, new GroupCommit(Explain, ExplainCommit, Commit, _outcome), log);
    }

    public string Description { get; }

    public Dialect Dialect => Dialect.Postgres;

    public long Commits => _writer.Commits;

    public string? WriteFailure => _outcome.Failure;

    /// <summary>The lease row stays locked until the transaction ends, as in our own commits.</summary>
    public ForeignWriter Foreign => new(() => _foreign.Value.CreateConnection())
    {
        Guard = () => Volatile.Read(ref _lease)?.Row is { } row
            ? $"{Held} node = '{row.Node.Replace("'", "''", StringComparison.Ordinal)}' AND epoch = {row.Epoch} {KeyShare}"
            : null,
        // Akka.Persistence.Sql does not tell whether its statement or its COMMIT failed.
        Explain = failure =>
            failure is PostgresException { SqlState: PostgresErrorCodes.DivisionByZero } ? TakenOver(failure) : ExplainCommit(failure),
        ExplainRead = Explain,
    };

    /// <summary>From now on commits need this lease: a node that takes over waits for a commit in progress.</summary>
    public void WriteUnder(NodeLease lease) => Volatile.Write(ref _lease, lease);

    public async Task<T> Read<T>(Func<DbConnection, Task<T>> work, CancellationToken stop)
    {
        try
        {
            await using var connection = await _source.OpenConnectionAsync(stop);
            return await work(connection);
        }
        catch (NpgsqlException failure) when (!ReferenceEquals(Explain(failure), failure))
        {
            throw Explain(failure);
        }
    }

    public Task<T> Change<T>(Func<DbTransaction, Task<T>> work, CancellationToken stop)
    {
        var change = new Change<T>(work, stop);
        _writer.Enqueue(change);
        return change.Done;
    }

    Task IDatabase.Append(NewRows rows)
    {
        var change = new Append(rows);
        _writer.Enqueue(change);
        return change.Done;
    }

    public async ValueTask DisposeAsync()
    {
        await _writer.DisposeAsync();
        await _source.DisposeAsync();
        if (_foreign.IsValueCreated)
            await _foreign.Value.DisposeAsync();
    }

    private static NpgsqlDataSource ForeignSource(string connectionString)
    {
        var parts = new NpgsqlConnectionStringBuilder(connectionString) { NoResetOnClose = true };
        var builder = new NpgsqlDataSourceBuilder(parts.ConnectionString);
        builder.UsePhysicalConnectionInitializer(c => PostgresWriter.Prepare(c).GetAwaiter().GetResult(), PostgresWriter.Prepare);
        return builder.Build();
    }

    private Exception Explain(Exception failure) => failure switch
    {
        PostgresException { SqlState: PostgresErrorCodes.DiskFull } =>
            new DatabaseUnavailableException($"The disk of {Description} is full. Free some space; writing then resumes automatically.",
            failure),
        PostgresException { SqlState: PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification
            or PostgresErrorCodes.InvalidCatalogName or PostgresErrorCodes.InsufficientPrivilege } e =>
            new DatabaseUnavailableException($"{Description} refuses the connection: {e.MessageText}.", failure),
        PostgresException { InvariantSeverity: not "ERROR" } e =>
            new DatabaseUnavailableException($"{Description} ended the connection: {e.MessageText}.", failure),
        PostgresException => failure,
        NpgsqlException =>
            new DatabaseUnavailableException(
            $"{Description} cannot be reached: {(failure.InnerException?.Message ?? failure.Message).TrimEnd('.')}.", failure),
        _ => failure,
    };

    // KEY SHARE lets a renewal pass and blocks the DELETE of a takeover. Without the row it divides by zero.
    private const string Held = "SELECT 1 / count(*) FROM (SELECT 1 FROM node_lease WHERE";
    private const string KeyShare = "FOR KEY SHARE) held";

    /// <summary>The lease is checked in the same message as the commit: a separate round trip would slow down all writers.</summary>
    private async Task Commit(DbTransaction transaction)
    {
        if (Volatile.Read(ref _lease)?.Row is not { } row)
        {
            await transaction.CommitAsync();
            return;
        }
        await using var batch = new NpgsqlBatch((NpgsqlConnection)transaction.Connection!, (NpgsqlTransaction)transaction);
        batch.BatchCommands.Add(new NpgsqlBatchCommand($"{Held} node = $1 AND epoch = $2 {KeyShare}")
        {
            Parameters = { new() { Value = row.Node }, new() { Value = row.Epoch } },
        });
        batch.BatchCommands.Add(new NpgsqlBatchCommand("COMMIT"));
        await batch.ExecuteNonQueryAsync();
    }

    private DatabaseUnavailableException TakenOver(Exception failure)
    {
        Volatile.Read(ref _lease)?.Lose();
        return new("Another node has taken over from this one, whose lease ran out without contact to the database; this one ends.",
            failure);
    }

    /// <summary>An ERROR in response to COMMIT means a rollback. After any other failure the outcome is unknown.</summary>
    private Exception ExplainCommit(Exception failure) => failure switch
    {
        PostgresException { SqlState: PostgresErrorCodes.DivisionByZero } => TakenOver(failure),
        PostgresException { InvariantSeverity: "ERROR" } => Explain(failure),
        _ => new OutcomeUnknownException($"{Description} was lost during a commit: {failure.Message}", failure),
    };
}
