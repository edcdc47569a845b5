using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Connections;

namespace StreamActors.Http;

/// <summary>
/// How many connections one address may have open: who opens them without end must not take them all. It is said before a
/// request is read, in so many words as HTTP needs.
/// </summary>
public sealed class AddressLimit
{
    private static readonly TimeSpan HearFor = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan TellEvery = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, int> _open = new(StringComparer.Ordinal);
    private readonly GateRules _rules;
    private readonly TimeProvider _time;
    private readonly ILogger<AddressLimit> _log;
    private readonly byte[] _refusal;
    private int _untold;
    private long? _toldAt;

    public AddressLimit(GateRules rules, TimeProvider time, ILogger<AddressLimit> log) => (_rules, _time, _log, _refusal) = (rules, time, log, Refusal(rules.ConnectionsPerAddress));

    public async Task Pass(ConnectionContext connection, ConnectionDelegate next)
    {
        if (_rules.ConnectionsPerAddress == 0 || connection.RemoteEndPoint is not IPEndPoint { Address: var address })
        {
            await next(connection);
            return;
        }
        var whence = Pace.Whence(address);
        var number = Enter(whence);
        try
        {
            if (number <= _rules.ConnectionsPerAddress)
                await next(connection);
            else
                await Refuse(connection, whence, number);
        }
        finally
        {
            Leave(whence);
        }
    }

    /// <summary>Past twice as many, words cost more than they are worth.</summary>
    private async Task Refuse(ConnectionContext connection, string whence, int number)
    {
        Tell(whence);
        if (number > _rules.ConnectionsPerAddress * 2L)
            return;
        using var limit = new CancellationTokenSource(HearFor, _time);
        try
        {
            await connection.Transport.Output.WriteAsync(_refusal, limit.Token);
            // What was asked is read first: a line that is closed over unread bytes takes the refusal with it.
            var read = await connection.Transport.Input.ReadAsync(limit.Token);
            connection.Transport.Input.AdvanceTo(read.Buffer.End);
        }
        catch (Exception gone) when (gone is OperationCanceledException or IOException)
        {
            // It has asked nothing, or has gone before us.
        }
    }

    private int Enter(string whence)
    {
        lock (_lock)
            return _open[whence] = _open.GetValueOrDefault(whence) + 1;
    }

    private void Leave(string whence)
    {
        lock (_lock)
        {
            if (--_open[whence] == 0)
                _open.Remove(whence);
        }
    }

    /// <summary>Once a minute, with how many it were.</summary>
    private void Tell(string whence)
    {
        int refused;
        lock (_lock)
        {
            _untold++;
            if (_toldAt is { } told && _time.GetElapsedTime(told) < TellEvery)
                return;
            (refused, _untold, _toldAt) = (_untold, 0, _time.GetTimestamp());
        }
        ApiLog.TooManyConnections(_log, whence, _rules.ConnectionsPerAddress, refused);
    }

    private static byte[] Refusal(int most)
    {
        var outcome = Outcome.Refused("too-many-requests", $"Too many connections: your address has {most} open. Close some, use one for several requests, or raise http.connections-per-address.");
        var body = JsonSerializer.SerializeToUtf8Bytes(outcome.Value, outcome.Json!);
        return [.. Encoding.ASCII.GetBytes($"HTTP/1.1 429 Too Many Requests\r\nContent-Type: application/problem+json\r\nContent-Length: {body.Length}\r\nRetry-After: 10\r\nConnection: close\r\n\r\n"), .. body];
    }
}
