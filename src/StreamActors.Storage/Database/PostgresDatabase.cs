using System.Data.Common;
using Microsoft.Extensions.Logging;
using Npgsql;
using StreamActors.Kernel;

namespace StreamActors.Storage;

/// <summary>PostgreSQL: one connection writes for all of this process, pooled connections read.</summary>
public sealed class PostgresDatabase : IDatabase
{
    /// <summary>Reads are short, but for a backup: more at once than this only crowd out the other nodes, since PostgreSQL admits 100 where nobody has said more.</summary>
    private const int MostConnections = 20;

    private readonly NpgsqlDataSource _source;
    private readonly PostgresWriter _writer;

    public PostgresDatabase(string connectionString, ILogger<PostgresDatabase> log)
    {
        var parts = new NpgsqlConnectionStringBuilder(connectionString) { Enlist = false };
        if (string.IsNullOrEmpty(parts.ApplicationName))
            parts.ApplicationName = "streamactors";
        if (!parts.ShouldSerialize("Maximum Pool Size"))
            parts.MaxPoolSize = Math.Max(MostConnections, parts.MinPoolSize);
        Description = $"PostgreSQL at {parts.Host}:{parts.Port}/{parts.Database}";
        _source = NpgsqlDataSource.Create(parts);
        _writer = new PostgresWriter(_source, Description, new GroupCommit(Explain, ExplainCommit), log);
    }

    public string Description { get; }

    public Dialect Dialect => Dialect.Postgres;

    public long Commits => _writer.Commits;

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

    public async ValueTask DisposeAsync()
    {
        await _writer.DisposeAsync();
        await _source.DisposeAsync();
    }

    private Exception Explain(Exception failure) => failure switch
    {
        PostgresException { SqlState: PostgresErrorCodes.DiskFull } => new DatabaseUnavailableException($"The disk of {Description} is full: nothing was stored.", failure),
        PostgresException { SqlState: PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification or PostgresErrorCodes.InvalidCatalogName or PostgresErrorCodes.InsufficientPrivilege } e =>
            new DatabaseUnavailableException($"{Description} refuses us: {e.MessageText}.", failure),
        PostgresException { InvariantSeverity: not "ERROR" } e => new DatabaseUnavailableException($"{Description} ended the connection: {e.MessageText}.", failure),
        PostgresException => failure,
        NpgsqlException => new DatabaseUnavailableException($"{Description} cannot be reached: {failure.InnerException?.Message ?? failure.Message}", failure),
        _ => failure,
    };

    /// <summary>An ERROR in answer to COMMIT means that it was rolled back. Whatever else happens then, nobody knows.</summary>
    private Exception ExplainCommit(Exception failure) => failure is PostgresException { InvariantSeverity: "ERROR" }
        ? Explain(failure)
        : new OutcomeUnknownException($"{Description} was lost during a commit: {failure.Message}", failure);
}
