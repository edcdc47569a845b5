using System.Runtime.InteropServices;

namespace StreamActors.Media.Srt;

/// <summary>What is used of libsrt 1.5 (srtcore/srt.h). The numbers are those of its header.</summary>
internal static unsafe partial class SrtCalls
{
    /// <summary>Not a file name: <see cref="SrtLibrary"/> resolves it.</summary>
    public const string Library = "libsrt of StreamActors";

    public const int SendSynchronous = 1;
    public const int ReceiveSynchronous = 2;
    public const int FlowWindow = 4;
    public const int SendBufferSize = 5;
    public const int ReceiveBufferSize = 6;
    public const int Rendezvous = 12;
    public const int ReceiveTimeout = 14;
    public const int ReuseAddress = 15;
    public const int MaxBandwidth = 16;
    public const int Latency = 23;
    public const int Passphrase = 26;
    public const int KeyLength = 27;
    public const int ConnectTimeout = 36;
    public const int StreamId = 46;
    public const int PayloadSize = 49;
    public const int TransmissionType = 50;
    public const int Ipv6Only = 54;

    public const int StateConnecting = 4;
    public const int StateConnected = 5;

    public const int ConnectionRejected = 1002;
    public const int BindConflict = 5015;
    public const int DuplicateListener = 5011;
    public const int NothingToReceive = 6002;
    public const int BufferFull = 6001;
    public const int TimedOut = 6003;

    [LibraryImport(Library, EntryPoint = "srt_startup")]
    public static partial int Startup();

    [LibraryImport(Library, EntryPoint = "srt_cleanup")]
    public static partial int Cleanup();

    [LibraryImport(Library, EntryPoint = "srt_setloglevel")]
    public static partial void SetLogLevel(int level);

    [LibraryImport(Library, EntryPoint = "srt_resetlogfa")]
    public static partial void SetLogAreas(int* areas, nuint count);

    [LibraryImport(Library, EntryPoint = "srt_create_socket")]
    public static partial int CreateSocket();

    [LibraryImport(Library, EntryPoint = "srt_close")]
    public static partial int Close(int socket);

    [LibraryImport(Library, EntryPoint = "srt_bind")]
    public static partial int Bind(int socket, byte* address, int length);

    [LibraryImport(Library, EntryPoint = "srt_listen")]
    public static partial int Listen(int socket, int backlog);

    [LibraryImport(Library, EntryPoint = "srt_listen_callback")]
    public static partial int ListenCallback(
        int socket, delegate* unmanaged[Cdecl]<void*, int, int, byte*, byte*, int> answer, void* opaque);

    [LibraryImport(Library, EntryPoint = "srt_setrejectreason")]
    public static partial int SetRejectReason(int socket, int reason);

    [LibraryImport(Library, EntryPoint = "srt_accept")]
    public static partial int Accept(int socket, byte* address, int* length);

    [LibraryImport(Library, EntryPoint = "srt_connect")]
    public static partial int Connect(int socket, byte* address, int length);

    [LibraryImport(Library, EntryPoint = "srt_getsockname")]
    public static partial int GetLocalAddress(int socket, byte* address, int* length);

    [LibraryImport(Library, EntryPoint = "srt_setsockflag")]
    public static partial int SetOption(int socket, int option, void* value, int length);

    [LibraryImport(Library, EntryPoint = "srt_getsockstate")]
    public static partial int State(int socket);

    [LibraryImport(Library, EntryPoint = "srt_getrejectreason")]
    public static partial int RejectReason(int socket);

    [LibraryImport(Library, EntryPoint = "srt_getlasterror")]
    public static partial int LastError(int* systemError);

    [LibraryImport(Library, EntryPoint = "srt_getlasterror_str")]
    public static partial byte* LastErrorText();

    [LibraryImport(Library, EntryPoint = "srt_rejectreason_str")]
    public static partial byte* RejectReasonText(int reason);

    [LibraryImport(Library, EntryPoint = "srt_send")]
    public static partial int Send(int socket, byte* bytes, int count);

    [LibraryImport(Library, EntryPoint = "srt_recv")]
    public static partial int Receive(int socket, byte* bytes, int count);

    [LibraryImport(Library, EntryPoint = "srt_getsndbuffer")]
    public static partial int SendBuffer(int socket, nuint* packets, nuint* bytes);

    [LibraryImport(Library, EntryPoint = "srt_bistats")]
    public static partial int Statistics(int socket, SrtCounters* counters, int clear, int instantaneous);
}
