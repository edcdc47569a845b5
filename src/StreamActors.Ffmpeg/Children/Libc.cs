using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace StreamActors.Ffmpeg;

/// <summary>
/// The system calls behind a child, under their Linux names. System.Diagnostics.Process offers no fourth descriptor, no process group and
/// no exit signal.
/// </summary>
internal static unsafe partial class Libc
{
    internal const int Interrupted = 4; // EINTR
    internal const int Again = 11; // EAGAIN

    internal const int CloseOnExec = 0x80000; // O_CLOEXEC, EFD_CLOEXEC
    internal const int NonBlocking = 0x800; // O_NONBLOCK, EFD_NONBLOCK
    internal const short PollIn = 1;
    internal const short PollOut = 4;
    internal const int NoHang = 1; // WNOHANG

    private const long PidFdOpen = 434; // the same number on every architecture .NET runs on
    private const int DuplicateCloseOnExec = 1030; // F_DUPFD_CLOEXEC
    private const int SetFlags = 4; // F_SETFL
    private const nuint UnreadBytes = 0x541B; // FIONREAD

    [StructLayout(LayoutKind.Sequential)]
    internal struct PollEntry
    {
        internal int Descriptor;
        internal short Wanted;
        internal short Seen;
    }

    [LibraryImport("libc", EntryPoint = "pipe2", SetLastError = true)]
    internal static partial int Pipe(int* ends, int flags);

    [LibraryImport("libc", EntryPoint = "eventfd", SetLastError = true)]
    internal static partial int EventDescriptor(uint start, int flags);

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    private static partial int Control(int descriptor, int command, int argument);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    private static partial int DeviceControl(SafeFileHandle descriptor, nuint request, out int answer);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    internal static partial nint Read(SafeFileHandle descriptor, byte* buffer, nuint length);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    internal static partial nint Write(SafeFileHandle descriptor, byte* buffer, nuint length);

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    internal static partial int Poll(PollEntry* entries, nuint count, int milliseconds);

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    internal static partial int Kill(int pid, int signal);

    [LibraryImport("libc", EntryPoint = "wait4", SetLastError = true)]
    internal static partial int Wait(int pid, out int status, int options, long* usage);

    [LibraryImport("libc", EntryPoint = "gettid")]
    internal static partial int ThreadId();

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static partial long SystemCall(long number, long first, long second);

    [LibraryImport("libc", EntryPoint = "posix_spawn")]
    internal static partial int Spawn(out int pid, byte* path, void* actions, void* attributes, byte** arguments, byte** environment);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_init")]
    internal static partial int AttributesBegin(void* attributes);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_destroy")]
    internal static partial int AttributesEnd(void* attributes);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setflags")]
    internal static partial int AttributesFlags(void* attributes, short flags);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setpgroup")]
    internal static partial int AttributesGroup(void* attributes, int group);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setsigmask")]
    internal static partial int AttributesMask(void* attributes, void* signals);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setsigdefault")]
    internal static partial int AttributesDefaults(void* attributes, void* signals);

    [LibraryImport("libc", EntryPoint = "sigemptyset")]
    internal static partial int NoSignals(void* signals);

    [LibraryImport("libc", EntryPoint = "sigfillset")]
    internal static partial int AllSignals(void* signals);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_init")]
    internal static partial int ActionsBegin(void* actions);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_destroy")]
    internal static partial int ActionsEnd(void* actions);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_adddup2")]
    internal static partial int ActionsDuplicate(void* actions, int from, int to);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_addopen", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int ActionsOpen(void* actions, int descriptor, string path, int flags, uint mode);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_addclosefrom_np")]
    internal static partial int ActionsCloseFrom(void* actions, int first);

    internal static int OpenPid(int pid) => (int)SystemCall(PidFdOpen, pid, 0);

    /// <summary>Duplicates to a descriptor of ten or above, so that setting up 0 to 3 in the child cannot overwrite it.</summary>
    internal static int DuplicateHigh(int descriptor) => Control(descriptor, DuplicateCloseOnExec, 10);

    internal static void SetNonBlocking(int descriptor) => Control(descriptor, SetFlags, NonBlocking);

    internal static int Unread(SafeFileHandle descriptor) => DeviceControl(descriptor, UnreadBytes, out var bytes) == 0 ? bytes : 0;
}
