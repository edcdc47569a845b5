using Microsoft.Win32.SafeHandles;

namespace StreamActors.Storage;

/// <summary>A file lock that ends with its process. The file itself stays.</summary>
internal sealed class FileLock : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20); // polling: the kernel only notifies a blocked thread

    private FileLock(SafeFileHandle file) => File = file;

    public SafeFileHandle File { get; }

    /// <returns>Null if another holds it.</returns>
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

    /// <summary>Waits for the holder: for locks held briefly.</summary>
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
