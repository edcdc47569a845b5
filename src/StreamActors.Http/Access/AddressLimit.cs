using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Connections;
using StreamActors.Domain.Addresses;

namespace StreamActors.Http;

/// <summary>
/// Limits the open connections per address. An excess connection is refused before its request is read, with a minimal HTTP response.
/// </summary>
public sealed class AddressLimit
{
    private static readonly TimeSpan RefusalTimeout = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LogInterval = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, int> _open = new(StringComparer.Ordinal);
    private readonly AuthorizerRules _rules;
    private readonly TimeProvider _time;
    private readonly ILogger<AddressLimit> _log;
    private readonly byte[] _refusal;
    private int _unlogged;
    private long? _loggedAt;

    public AddressLimit(AuthorizerRules rules, TimeProvider time, ILogger<AddressLimit> log) =>
        (_rules, _time, _log, _refusal) = (rules, time, log, Refusal(rules.ConnectionsPerAddress));

    /// <param name="isPlain">Without TLS, an excess connection is told why it is closed.</param>
    public async Task Pass(ConnectionContext connection, ConnectionDelegate next, bool isPlain = true)
    {
        if (_rules.ConnectionsPerAddress == 0 || connection.RemoteEndPoint is not IPEndPoint { Address: var address })
        {
            await next(connection);
            return;
        }
        var addressKey = PeerNetwork.Of(address).ToString();
        var number = Enter(addressKey);
        try
        {
            if (number <= _rules.ConnectionsPerAddress)
                await next(connection);
            else
                await Refuse(connection, addressKey, isPlain ? number : int.MaxValue);
        }
        finally
        {
            Leave(addressKey);
        }
    }

    /// <summary>Beyond twice the limit, connections are closed without a response.</summary>
    private async Task Refuse(ConnectionContext connection, string addressKey, int number)
    {
        Log(addressKey);
        if (number > _rules.ConnectionsPerAddress * 2L)
            return;
        using var limit = new CancellationTokenSource(RefusalTimeout, _time);
        try
        {
            await connection.Transport.Output.WriteAsync(_refusal, limit.Token);
            // Reads the request first: closing a socket with unread bytes resets the connection and loses the response.
            var read = await connection.Transport.Input.ReadAsync(limit.Token);
            connection.Transport.Input.AdvanceTo(read.Buffer.End);
        }
        catch (Exception gone) when (gone is OperationCanceledException or IOException)
        {
            // The client sent nothing, or has disconnected.
        }
    }

    private int Enter(string addressKey)
    {
        lock (_lock)
            return _open[addressKey] = _open.GetValueOrDefault(addressKey) + 1;
    }

    private void Leave(string addressKey)
    {
        lock (_lock)
        {
            if (--_open[addressKey] == 0)
                _open.Remove(addressKey);
        }
    }

    /// <summary>Logged once a minute, with the number of refused connections.</summary>
    private void Log(string addressKey)
    {
        int refused;
        lock (_lock)
        {
            _unlogged++;
            if (_loggedAt is { } logged && _time.GetElapsedTime(logged) < LogInterval)
                return;
            (refused, _unlogged, _loggedAt) = (_unlogged, 0, _time.GetTimestamp());
        }
        ApiLog.TooManyConnections(_log, addressKey, _rules.ConnectionsPerAddress, refused);
    }

    private static byte[] Refusal(int most)
    {
        var outcome =
            Outcome.Refused("too-many-requests",
            $"Too many connections: your address has {most} open. Close some, use one for several requests, or raise "
                + $"http.connections-per-address.");
        var body = JsonSerializer.SerializeToUtf8Bytes(outcome.Value, outcome.Json!);
        return [.. Encoding.ASCII.GetBytes(
            $"HTTP/1.1 429 Too Many Requests\r\nContent-Type: application/problem+json\r\nContent-Length: {body.Length}\r\nRetry-After: "
                + $"10\r\nConnection: close\r\n\r\n"), .. body];
    }
}
