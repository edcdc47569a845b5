using System.Globalization;
using System.Text;
using StreamActors.Kernel;

namespace StreamActors.Storage;

/// <summary>
/// One process per data folder: a lock on DATA/lock, whose text names the holder. It ends with the process, even a killed one; with SQLite
/// it is also the fence.
/// </summary>
public sealed class DataFolderLock : IFence, IDisposable
{
    private readonly FileLock _lock;
    private volatile bool _given;

    private DataFolderLock(FileLock held) => _lock = held;

    public bool MaySend => !_given;

    /// <exception cref="AlreadyRunningException">Names the holder.</exception>
    public static DataFolderLock Take(string folder, int process, DateTimeOffset started, string url)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, "lock");
        if (FileLock.TryTake(path) is not { } held)
            throw new AlreadyRunningException(
                $"Another StreamActors is running on the data folder '{folder}': {Holder(path)}. Stop it first, or choose another "
                    + $"folder with --data.");
        var text = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture,
            $"process {process}\nsince {started.UtcDateTime:yyyy-MM-dd HH:mm:ss}Z\nurl {url}\n"));
        RandomAccess.SetLength(held.File, 0);
        RandomAccess.Write(held.File, text, 0);
        return new DataFolderLock(held);
    }

    public void Dispose()
    {
        _given = true;
        if (!_lock.File.IsClosed)
            RandomAccess.SetLength(_lock.File, 0);
        _lock.Dispose();
    }

    private static string Holder(string path)
    {
        using var file = Libc.OpenForLocking(path); // FileStream would take its own lock
        var bytes = new byte[1024];
        var text = Encoding.UTF8.GetString(bytes, 0, RandomAccess.Read(file, bytes, 0)).Trim();
        return text.Length == 0 ? "a process that has not written its number yet" : text.ReplaceLineEndings(", ");
    }
}
