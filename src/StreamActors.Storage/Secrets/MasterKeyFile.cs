using System.ComponentModel;

namespace StreamActors.Storage;

/// <summary>
/// A master key in an owner-only file. During a rotation the new key is beside it as <c>.next</c> while the database is re-wrapped, then
/// replaces it by one rename: at any moment one of the two opens everything.
/// </summary>
internal sealed class MasterKeyFile(string path)
{
    private readonly string _next = path + ".next";

    public bool HasNext => File.Exists(_next);

    public FileLock? TryLock() => FileLock.TryTake(LockPath);

    public MasterKey? Read() => Read(path);

    public MasterKey? ReadNext() => Read(_next);

    /// <summary>
    /// Reads the key, or creates it. Of several processes the first one wins, and all use what is on disk then: a process with a key of its
    /// own would encrypt secrets that can never be opened.
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
                $"The master key file '{path}' cannot be created ({failure.Message}): make its folder, and let this user write there; "
                    + $"or name another file.", failure);
        }
        return Read() ?? throw new MasterKeyRefusedException($"'{path}' was created and then deleted: another program deletes it.");
    }

    /// <summary>Stores a given key if there is none yet.</summary>
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

    private static void Write(string target, MasterKey key) => OwnersFile.Put(target, key.Print() + "\n", replaces: false);
}
