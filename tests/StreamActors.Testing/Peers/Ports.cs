using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace StreamActors.Testing.Peers;

/// <summary>Ports of this machine: free ones, and whether a port is in use.</summary>
public static class Ports
{
    // Below the kernel's ephemeral ports: no outgoing connection can take one before it is used.
    private const int Lowest = 20_000;
    private const int Highest = 32_000;
    private const int Many = 500;

    private static readonly Lock Gate = new();
    // Held for the lifetime of this process: parallel test processes hand out different ports.
    private static readonly FileStream Held = Hold();
    private static readonly int First = int.Parse(Path.GetExtension(Held.Name)[1..], CultureInfo.InvariantCulture);
    private static readonly int Last = First + Many;
    private static int _next = First + Random.Shared.Next(Many);

    public static int Tcp() => Free(SocketType.Stream, ProtocolType.Tcp, 1);

    public static int Udp() => Free(SocketType.Dgram, ProtocolType.Udp, 1);

    /// <summary>The first of that many consecutive ports.</summary>
    public static int UdpRow(int count) => Free(SocketType.Dgram, ProtocolType.Udp, count);

    public static Task Listens(int tcp, Func<string> otherwise) =>
        Eventually.Is(() => Rows("tcp", tcp).Any(row => row[3] == "0A"), () => $"Nobody listens on TCP port {tcp}. {otherwise()}");

    public static Task IsBound(int udp, Func<string> otherwise) =>
        Eventually.Is(() => Rows("udp", udp).Any(), () => $"Nobody listens on UDP port {udp}. {otherwise()}");

    private static int Free(SocketType kind, ProtocolType protocol, int count)
    {
        lock (Gate)
        {
            for (var tries = 0; tries < Last - First; tries++)
            {
                if (_next + count > Last)
                    _next = First;
                var first = _next;
                _next += count;
                if (Enumerable.Range(first, count).All(port => IsFree(kind, protocol, port)))
                    return first;
            }
        }
        throw new InvalidOperationException("No free port.");
    }

    private static FileStream Hold()
    {
        var begin = Random.Shared.Next((Highest - Lowest) / Many);
        for (var n = 0; n < (Highest - Lowest) / Many; n++)
        {
            try
            {
                var first = Lowest + ((begin + n) % ((Highest - Lowest) / Many) * Many);
                return new FileStream(Path.Combine(Path.GetTempPath(), $"sa-ports.{first}"), FileMode.OpenOrCreate, FileAccess.ReadWrite,
                    FileShare.None);
            }
            catch (Exception taken) when (taken is IOException or UnauthorizedAccessException)
            {
            }
        }
        throw new InvalidOperationException("So many test programs at once: no ports are left to hand out.");
    }

    private static bool IsFree(SocketType kind, ProtocolType protocol, int port)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, kind, protocol);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Any, port));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static IEnumerable<string[]> Rows(string protocol, int port)
    {
        var sought = ":" + port.ToString("X4", CultureInfo.InvariantCulture);
        return from table in (string[])[$"/proc/net/{protocol}", $"/proc/net/{protocol}6"]
               where File.Exists(table)
               from line in File.ReadLines(table).Skip(1)
               let row = line.Split(' ', StringSplitOptions.RemoveEmptyEntries)
               where row[1].EndsWith(sought, StringComparison.Ordinal)
               select row;
    }
}
