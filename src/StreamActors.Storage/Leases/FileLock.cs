using Microsoft.Win32.SafeHandles;

namespace StreamActors.Storage;

/// <summary>A lock on a file that ends with its process, however that ends. The file itself stays.</summary>
internal sealed class FileLock : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20); // the kernel tells nobody but who blocks a thread

    private FileLock(SafeFileHandle file) => File = file;

    public SafeFileHandle File { get; }

    /// <returns>Null where another holds it.</returns>
    public static FileLock? TryTake(string path)
    {
        var file = Libc.OpenForLocking(path);
        try
        {
            if (Libc.TryLock(file))
                return new FileLock(file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
        file.Dispose();
        return null;
    }

    /// <summary>Waits for whoever holds it: for locks that are held briefly.</summary>
    public static async Task<FileLock> Take(string path, CancellationToken stop)
    {
        while (true)
        {
            if (TryTake(path) is { } held)
                return held;
            await Task.Delay(Pause, stop);
        }
    }

    public void Dispose() => File.Dispose();
}
