using System.Text;

namespace StreamActors.Storage;

/// <summary>
/// A master key in a file that only its owner may read. A new key waits beside it as <c>.next</c> while the database is
/// re-wrapped, then takes its place by one rename: at any moment one of the two opens everything.
/// </summary>
internal sealed class MasterKeyFile(string path)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode Others = (UnixFileMode)0b000_111_111;

    private readonly string _next = path + ".next";

    public bool HasNext => File.Exists(_next);

    public FileLock? TryLock() => FileLock.TryTake(path + ".lock");

    public MasterKey? Read() => Read(path);

    public MasterKey? ReadNext() => Read(_next);

    public void Create(MasterKey key) => Write(path, key);

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

    private string Folder => Path.GetDirectoryName(Path.GetFullPath(path))!;

    private static MasterKey? Read(string path)
    {
        try
        {
            var mode = File.GetUnixFileMode(path);
            return (mode & Others) == 0
                ? MasterKey.Parse(File.ReadAllText(path), $"'{path}'")
                : throw new MasterKeyRefusedException(
                    $"'{path}' is open to others than its owner (mode {Convert.ToString((int)mode, 8)}): whoever read it holds every secret. Make a new one, or run 'chmod 600' on it.");
        }
        catch (FileNotFoundException)
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
