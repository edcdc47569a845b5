using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace StreamActors.Storage;

/// <summary>Linux functions missing in .NET. Files opened here get no implicit lock and are not inherited by children.</summary>
internal static partial class Libc
{
    private const int ReadWrite = 0x2, Create = 0x40, CloseOnExec = 0x80000;
    private const int ExclusiveNow = 2 | 4;
    private const int WouldBlock = 11;
    private const int BootTime = 7;

    [StructLayout(LayoutKind.Sequential)]
    private struct Timespec
    {
        public nint Seconds;
        public nint Nanoseconds;
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int OpenFile(string path, int flags, uint mode);

    [LibraryImport("libc", EntryPoint = "flock", SetLastError = true)]
    private static partial int Flock(SafeFileHandle file, int operation);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Sync(SafeFileHandle file);

    [LibraryImport("libc", EntryPoint = "clock_gettime", SetLastError = true)]
    private static partial int Clock(int clock, out Timespec time);

    public static SafeFileHandle OpenForLocking(string path) => Open(path, ReadWrite | Create | CloseOnExec);

    /// <returns>False if another process holds it.</returns>
    public static bool TryLock(SafeFileHandle file) => Flock(file, ExclusiveNow) == 0
        || (Marshal.GetLastPInvokeError() == WouldBlock ? false : throw new Win32Exception());

    /// <summary>A created or renamed file survives a power loss only if its folder was synced too.</summary>
    public static void SyncFolder(string path)
    {
        using var folder = Open(path, CloseOnExec);
        if (Sync(folder) != 0)
            throw new Win32Exception();
    }

    /// <summary>Time since boot, including suspend.</summary>
    public static TimeSpan SinceBoot() => Clock(BootTime, out var time) == 0
        ? TimeSpan.FromTicks((time.Seconds * TimeSpan.TicksPerSecond) + (time.Nanoseconds / TimeSpan.NanosecondsPerTick))
        : throw new Win32Exception();

    private static SafeFileHandle Open(string path, int flags)
    {
        var file = OpenFile(path, flags, 0b110_000_000);
        return file >= 0 ? new SafeFileHandle(file, ownsHandle: true)
            : throw new Win32Exception(Marshal.GetLastPInvokeError(), $"'{path}' cannot be opened");
    }
}
