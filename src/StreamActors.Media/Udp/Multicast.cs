using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace StreamActors.Media.Udp;

/// <summary>Joins a group: for any source, or only for the given ones.</summary>
internal static class Multicast
{
    public static bool Is(IPAddress address) =>
        address.IsIPv6Multicast
        || (address.AddressFamily == AddressFamily.InterNetwork && address.GetAddressBytes()[0] is >= 224 and <= 239);

    public static void Join(Socket socket, IPAddress group, string? interfaceName, IReadOnlyList<IPAddress> sources)
    {
        var index = interfaceName is null ? 0 : Interfaces.Find(interfaceName, group.AddressFamily).Index;
        if (sources.Count > 0)
        {
            foreach (var source in sources)
                JoinSource(socket, group, source, index);
        }
        else if (group.AddressFamily == AddressFamily.InterNetwork)
        {
            socket.SetSocketOption(SocketOptionLevel.IP, SocketOptionName.AddMembership, new MulticastOption(group, index));
        }
        else
        {
            socket.SetSocketOption(SocketOptionLevel.IPv6, SocketOptionName.AddMembership, new IPv6MulticastOption(group, index));
        }
    }

    /// <summary>struct group_source_req: the interface's index, then two socket addresses of 128 bytes, aligned to 8.</summary>
    private static unsafe void JoinSource(Socket socket, IPAddress group, IPAddress source, int index)
    {
        Span<byte> request = stackalloc byte[8 + 128 + 128];
        request.Clear();
        MemoryMarshal.Write(request, index);
        Write(request.Slice(8, 128), group);
        Write(request.Slice(136, 128), source);
        var level = group.AddressFamily == AddressFamily.InterNetwork ? SocketCalls.LevelIp : SocketCalls.LevelIpV6;
        fixed (byte* bytes = request)
        {
            if (SocketCalls.SetOption((int)socket.Handle, level, SocketCalls.JoinSourceGroup, bytes, (uint)request.Length) != 0)
                throw new IOException(
                    $"The group {group} of source {source} could not be joined: "
                        + $"{Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}.");
        }
    }

    private static void Write(Span<byte> to, IPAddress address)
    {
        var ipv4 = address.AddressFamily == AddressFamily.InterNetwork;
        MemoryMarshal.Write(to, (ushort)(ipv4 ? 2 : 10));
        BinaryPrimitives.WriteUInt16BigEndian(to[2..], 0);
        address.TryWriteBytes(to[(ipv4 ? 4 : 8)..], out _);
    }
}
