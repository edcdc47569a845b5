using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace StreamActors.Server;

/// <summary>
/// Notifies systemd (sd_notify(3)): ready once requests are answered, stopping once a stop was requested, and watchdog pings that prove the
/// process still makes progress. Does nothing without NOTIFY_SOCKET.
/// </summary>
internal sealed class Systemd : IDisposable
{
    private readonly Socket? _socket;
    private readonly ITimer? _watchdog;

    private Systemd(Socket? socket, TimeSpan? watchdog, TimeProvider time)
    {
        _socket = socket;
        // Goes through the thread pool on purpose: if that hangs, the pings stop and systemd restarts us.
        if (socket is not null && watchdog is { } limit)
            _watchdog = time.CreateTimer(_ => Tell("WATCHDOG=1"), null, limit / 2, limit / 2);
    }

    public static Systemd Open(Func<string, string?> variable, TimeProvider time)
    {
        if (variable("NOTIFY_SOCKET") is not { Length: > 1 } path)
            return new Systemd(null, null, time);
        var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        try
        {
            // A name with @ is in the abstract namespace, where the first byte is zero.
            socket.Connect(new UnixDomainSocketEndPoint(path[0] == '@' ? '\0' + path[1..] : path));
            return new Systemd(socket, Watchdog(variable), time);
        }
        catch (SocketException)
        {
            socket.Dispose(); // no one listens there: nothing is sent
            return new Systemd(null, null, time);
        }
    }

    public void Ready(string status) => Tell($"READY=1\nSTATUS={status}");

    public void Stopping() => Tell("STOPPING=1\nSTATUS=Stopping");

    public void Dispose()
    {
        _watchdog?.Dispose();
        _socket?.Dispose();
    }

    /// <summary>If the variable names a process, it must be this one.</summary>
    private static TimeSpan? Watchdog(Func<string, string?> variable) =>
        long.TryParse(variable("WATCHDOG_USEC"), NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit > 0
        && (variable("WATCHDOG_PID") is not { Length: > 0 } process
        || process == Environment.ProcessId.ToString(CultureInfo.InvariantCulture))
            ? TimeSpan.FromMicroseconds(limit)
            : null;

    private void Tell(string state)
    {
        try
        {
            _socket?.Send(Encoding.UTF8.GetBytes(state));
        }
        catch (Exception away) when (away is SocketException or ObjectDisposedException)
        {
            // systemd is being restarted, or this is stopping: the next ping will arrive.
        }
    }
}
