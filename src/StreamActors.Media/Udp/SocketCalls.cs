using System.Runtime.InteropServices;

namespace StreamActors.Media.Udp;

/// <summary>
/// System calls that <see cref="System.Net.Sockets.Socket"/> lacks: a send that never blocks or allocates, and options by number.
/// The numbers are Linux's.
/// </summary>
internal static partial class SocketCalls
{
    public const int DontWait = 0x40;
    public const int NoSignal = 0x4000;

    public const int LevelSocket = 1;
    public const int LevelUdp = 17;
    public const int LevelIp = 0;
    public const int LevelIpV6 = 41;

    public const int ReceiveBufferForce = 33;
    public const int ReceiveBuffer = 8;
    public const int UdpSegment = 103; // linux/udp.h, since kernel 4.18: one buffer, cut into datagrams by the kernel
    public const int JoinSourceGroup = 46; // MCAST_JOIN_SOURCE_GROUP, the same for both families

    public const int WouldBlock = 11;
    public const int InvalidArgument = 22;
    public const int InputOutput = 5;
    public const int NotSupported = 95;
    public const int NoBuffers = 105;
    public const int ConnectionRefused = 111;
    public const int Interrupted = 4;
    public const int TooLong = 90;

    [LibraryImport("libc", EntryPoint = "send", SetLastError = true)]
    public static unsafe partial nint Send(int socket, byte* bytes, nuint count, int flags);

    [LibraryImport("libc", EntryPoint = "setsockopt", SetLastError = true)]
    public static unsafe partial int SetOption(int socket, int level, int name, void* value, uint size);

    [LibraryImport("libc", EntryPoint = "getsockopt", SetLastError = true)]
    public static unsafe partial int GetOption(int socket, int level, int name, void* value, uint* size);

    public static unsafe bool TrySet(System.Net.Sockets.Socket socket, int level, int name, int value) =>
        SetOption((int)socket.Handle, level, name, &value, sizeof(int)) == 0;
}
