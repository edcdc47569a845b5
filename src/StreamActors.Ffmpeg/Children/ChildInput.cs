using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace StreamActors.Ffmpeg;

/// <summary>
/// The writing end of a child's stdin, for a plain thread: nothing is allocated and nothing is buffered on our side.
/// One thread writes; any thread may close.
/// </summary>
public sealed unsafe class ChildInput : IDisposable
{
    private readonly SafeFileHandle _pipe;

    internal ChildInput(SafeFileHandle pipe) => _pipe = pipe;

    /// <summary>For an epoll or poll of the caller's own. The descriptor does not block.</summary>
    public SafeFileHandle Handle => _pipe;

    /// <summary>Bytes written that the child has not read: with moving progress, an empty pipe is evidence of being on air.</summary>
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
                return 0; // it was closed in between
            }
        }
    }

    /// <summary>As much as fits now.</summary>
    /// <returns>The bytes taken, zero where the pipe is full, -1 where the child reads no more.</returns>
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

    /// <summary>All of it, waiting for room as long as the child lives. A child that never reads holds the caller until it is stopped.</summary>
    /// <returns>False where the child reads no more.</returns>
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
