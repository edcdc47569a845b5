using Microsoft.Win32.SafeHandles;

namespace StreamActors.Ffmpeg;

/// <summary>The reading end of a child's stdout, for a plain thread: nothing is allocated. One thread reads; any thread may close.</summary>
public sealed class ChildOutput : IDisposable
{
    private readonly SafeFileHandle _pipe;

    internal ChildOutput(SafeFileHandle pipe) => _pipe = pipe;

    /// <summary>For an epoll or poll of the caller's own. The descriptor does not block.</summary>
    public SafeFileHandle Handle => _pipe;

    /// <summary>Waits for bytes.</summary>
    /// <returns>Zero at the end.</returns>
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

    /// <summary>Waits until there is something to read, or the end; for a caller that has other things to do now and then.</summary>
    /// <returns>False where nothing has come for about a quarter of a second.</returns>
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

    /// <returns>Zero at the end, -1 where there is nothing now.</returns>
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
