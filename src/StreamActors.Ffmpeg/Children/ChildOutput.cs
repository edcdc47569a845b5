using Microsoft.Win32.SafeHandles;

namespace StreamActors.Ffmpeg;

/// <summary>The read end of a child's stdout, for one reading thread without allocation. Any thread may close it.</summary>
public sealed class ChildOutput : IDisposable
{
    private readonly SafeFileHandle _pipe;

    internal ChildOutput(SafeFileHandle pipe) => _pipe = pipe;

    /// <summary>The descriptor, non-blocking, for the caller's own poll or epoll.</summary>
    public SafeFileHandle Handle => _pipe;

    /// <summary>Waits for bytes.</summary>
    /// <returns>0 at the end of the stream.</returns>
    public int Read(Span<byte> buffer)
    {
        try
        {
            while (true)
            {
                var read = TryRead(buffer);
                if (read >= 0 || !Descriptors.Wait(_pipe, Libc.PollIn))
                    return Math.Max(read, 0);
            }
        }
        catch (ObjectDisposedException)
        {
            return 0;
        }
    }

    /// <summary>Waits for bytes or the end, at most about a quarter of a second.</summary>
    /// <returns>False on timeout.</returns>
    public bool Wait()
    {
        try
        {
            return Descriptors.WaitOnce(_pipe, Libc.PollIn);
        }
        catch (ObjectDisposedException)
        {
            return true;
        }
    }

    /// <returns>0 at the end, -1 if there is nothing now.</returns>
    public int TryRead(Span<byte> buffer)
    {
        try
        {
            return Descriptors.Read(_pipe, buffer);
        }
        catch (ObjectDisposedException)
        {
            return 0;
        }
    }

    public void Dispose() => _pipe.Dispose();
}
