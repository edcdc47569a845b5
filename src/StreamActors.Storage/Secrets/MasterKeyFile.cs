using System.ComponentModel;
using System.Text;

namespace StreamActors.Storage;

/// <summary>
/// A master key in a file that only its owner may read. A new key waits beside it as <c>.next</c> while the database is
/// re-wrapped, then takes its place by one rename: at any moment one of the two opens everything.
/// </summary>
internal sealed class MasterKeyFile(string path)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly string _next = path + ".next";

    public bool HasNext => File.Exists(_next);

    public FileLock? TryLock() => FileLock.TryTake(LockPath);

    public MasterKey? Read() => Read(path);

    public MasterKey? ReadNext() => Read(_next);

    /// <summary>
    /// The key of this file, made where there is none. Of several processes that make it at once the first has it, and all
    /// go by what then is on the disk: one that kept a key of its own would lock secrets that nobody opens again.
    /// </summary>
    public async Task<MasterKey> ReadOrMake(CancellationToken stop)
    {
        if (Read() is { } kept)
            return kept;
        try
        {
            using var held = await FileLock.Take(LockPath, stop);
            if (!File.Exists(path))
                Write(path, MasterKey.Fresh());
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or Win32Exception)
        {
            throw new MasterKeyRefusedException(
                $"The master key file '{path}' cannot be made ({failure.Message}): make its folder, and let this user write there; or name another file.", failure);
        }
        return Read() ?? throw new MasterKeyRefusedException($"'{path}' was made and is gone again: another program deletes it.");
    }

    /// <summary>A key from elsewhere, where there is none yet.</summary>
    public async Task PutFirst(MasterKey key, CancellationToken stop)
    {
        using var held = await FileLock.Take(LockPath, stop);
        Write(path, key);
    }

    public void PutNext(MasterKey key) => Write(_next, key);

    public void SwapInNext()
    {
        File.Move(_next, path, overwrite: true);
        Libc.SyncFolder(Folder);
    }

    public void DropNext()
    {
        File.Delete(_next);
        Libc.SyncFolder(Folder);
    }

    private string LockPath => path + ".lock";

    private string Folder => Path.GetDirectoryName(Path.GetFullPath(path))!;

    private static MasterKey? Read(string path)
    {
        try
        {
            return MasterKey.Parse(OwnersFile.Read(path), $"'{path}'");
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    private void Write(string target, MasterKey key)
    {
        var half = target + ".half"; // a crash while writing must not leave a key file that does not parse
        File.Delete(half);
        using (var file = new FileStream(half, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = OwnerOnly }))
        {
            file.Write(Encoding.ASCII.GetBytes(key.Print() + "\n"));
            file.Flush(flushToDisk: true);
        }
        File.Move(half, target, overwrite: false);
        Libc.SyncFolder(Folder);
    }
}
