using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace StreamActors.Ffmpeg;

/// <summary>The write end of a child's stdin: blocking use by one thread, no allocation, no buffering. Any thread may close it.</summary>
public sealed unsafe class ChildInput : IDisposable
{
    private readonly SafeFileHandle _pipe;

    internal ChildInput(SafeFileHandle pipe) => _pipe = pipe;

    /// <summary>The descriptor, non-blocking, for the caller's own poll or epoll.</summary>
    public SafeFileHandle Handle => _pipe;

    /// <summary>Bytes written that the child has not read: with moving progress, an empty pipe is evidence that it streams.</summary>
    public int Unread
    {
        get
        {
            try
            {
                return _pipe.IsClosed ? 0 : Libc.Unread(_pipe);
            }
            catch (ObjectDisposedException)
            {
                return 0; // closed meanwhile
            }
        }
    }

    /// <summary>Writes as much as fits now.</summary>
    /// <returns>The bytes written, 0 if the pipe is full, -1 if the child closed its stdin.</returns>
    public int TryWrite(ReadOnlySpan<byte> bytes)
    {
        if (_pipe.IsClosed)
            return -1;
        try
        {
            fixed (byte* at = bytes)
            {
                while (true)
                {
                    var written = Libc.Write(_pipe, at, (nuint)bytes.Length);
                    if (written >= 0)
                        return (int)written;
                    var error = Marshal.GetLastPInvokeError();
                    if (error != Libc.Interrupted)
                        return error == Libc.Again ? 0 : -1;
                }
            }
        }
        catch (ObjectDisposedException)
        {
            return -1;
        }
    }

    /// <summary>Writes everything, waiting for room while the child lives: a child that never reads blocks the caller.</summary>
    /// <returns>False if the child closed its stdin.</returns>
    public bool Write(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            var taken = TryWrite(bytes);
            if (taken < 0 || (taken == 0 && !WaitForRoom()))
                return false;
            bytes = bytes[taken..];
        }
        return true;
    }

    public void Dispose() => _pipe.Dispose();

    private bool WaitForRoom()
    {
        try
        {
            return Descriptors.Wait(_pipe, Libc.PollOut);
        }
        catch (ObjectDisposedException)
        {
            return false;
        }
    }
}
