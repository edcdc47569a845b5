using Microsoft.Win32.SafeHandles;

namespace StreamActors.Storage;

/// <summary>A lock on a file that ends with its process, however that ends. The file itself stays.</summary>
internal sealed class FileLock : IDisposable
{
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

    public void Dispose() => File.Dispose();
}
