using System.Data.Common;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace StreamActors.Storage;

/// <summary>
/// Writes for this process over one connection, replaced when it is lost. Several would commit out of order, and every follower would then
/// need the lock that tells a gap from a late row.
/// </summary>
internal sealed class PostgresWriter : IAsyncDisposable
{
    private static readonly TimeSpan Stale = TimeSpan.FromSeconds(1);

    private readonly Channel<Change> _queue = Channel.CreateUnbounded<Change>(new UnboundedChannelOptions { SingleReader = true });
    private readonly NpgsqlDataSource _source;
    private readonly string _description;
    private readonly GroupCommit _commit;
    private readonly ILogger _log;
    private readonly Task _loop;
    private NpgsqlConnection? _connection;
    private long _used;

    public PostgresWriter(NpgsqlDataSource source, string description, GroupCommit commit, ILogger log)
    {
        (_source, _description, _commit, _log) = (source, description, commit, log);
        _loop = Task.Run(Loop);
    }

    public long Commits => _commit.Commits;

    public void Enqueue(Change change)
    {
        if (!_queue.Writer.TryWrite(change))
            change.Fail(new ObjectDisposedException(nameof(PostgresDatabase)));
    }

    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _loop;
    }

    private async Task Loop()
    {
        var batch = new List<Change>();
        while (await _queue.Reader.WaitToReadAsync())
        {
            batch.Clear();
            while (batch.Count < GroupCommit.Most && _queue.Reader.TryRead(out var next))
                batch.Add(next);
            if (await _commit.Run(Connection, batch) is not null)
                await Close();
            _used = Environment.TickCount64;
        }
        await Close();
    }

    /// <summary>Replaces a connection lost while idle, such as by a restart of the server, before a change uses it.</summary>
    private async ValueTask<DbConnection> Connection()
    {
        if (_connection is not null && Environment.TickCount64 - _used > Stale.TotalMilliseconds)
        {
            try
            {
                await _connection.One<int>("SELECT 1");
            }
            catch (NpgsqlException failure)
            {
                DatabaseLog.IdleConnectionLost(_log, _description, failure);
                await Close();
            }
        }
        return _connection ??= await Open();
    }

    /// <summary>Durable commits whatever the server's default, and locks end if this process is suspended in a transaction.</summary>
    public static async Task Prepare(NpgsqlConnection connection)
    {
        await connection.One<object>(
            "SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'");
        await connection.One<object>("SELECT set_config('idle_in_transaction_session_timeout', '10s', false)");
    }

    private async Task<NpgsqlConnection> Open()
    {
        var connection = await _source.OpenConnectionAsync();
        try
        {
            await Prepare(connection);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    private async Task Close()
    {
        if (_connection is null)
            return;
        try
        {
            await _connection.DisposeAsync();
        }
        catch (NpgsqlException failure)
        {
            DatabaseLog.CloseFailed(_log, failure);
        }
        _connection = null;
    }
}
