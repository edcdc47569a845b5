using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace StreamActors.Ffmpeg;

/// <summary>A pipe between us and a child. Our end never blocks; both are close-on-exec, and the child gets a duplicate.</summary>
internal readonly struct Pipe : IDisposable
{
    private Pipe(SafeFileHandle ours, SafeFileHandle theirs) => (Ours, Theirs) = (ours, theirs);

    internal SafeFileHandle Ours { get; }

    internal SafeFileHandle Theirs { get; }

    internal static Pipe TheyRead() => Open(ours: 1, theirs: 0);

    internal static Pipe TheyWrite() => Open(ours: 0, theirs: 1);

    public void Dispose()
    {
        Ours?.Dispose();
        Theirs?.Dispose();
    }

    private static unsafe Pipe Open(int ours, int theirs)
    {
        var ends = stackalloc int[2];
        if (Libc.Pipe(ends, Libc.CloseOnExec) != 0)
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        using var low = new SafeFileHandle(ends[theirs], ownsHandle: true);
        var mine = new SafeFileHandle(ends[ours], ownsHandle: true);
        var high = Libc.DuplicateHigh(ends[theirs]);
        if (high < 0)
        {
            var error = Marshal.GetLastPInvokeError();
            mine.Dispose();
            throw new Win32Exception(error);
        }
        Libc.SetNonBlocking(ends[ours]);
        return new Pipe(mine, new SafeFileHandle(high, ownsHandle: true));
    }
}
