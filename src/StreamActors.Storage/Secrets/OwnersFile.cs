using System.Globalization;
using System.Text;

namespace StreamActors.Storage;

/// <summary>A file accessible to its owner only.</summary>
public static class OwnersFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode Others = (UnixFileMode)0b000_111_111;

    /// <summary>Creates a file owner-only, or restricts it, before other code creates it by the umask, such as a database.</summary>
    public static void Close(string path)
    {
        // An existing file is not opened: closing it would release SQLite's locks (https://sqlite.org/howtocorrupt.html, 2.2).
        if (!File.Exists(path) && TryMake(path))
            return;
        if ((File.GetUnixFileMode(path) & Others) != 0)
            File.SetUnixFileMode(path, File.GetUnixFileMode(path) & ~Others);
    }

    /// <summary>Writes a temporary file and renames it: it is never readable by others, and a crash leaves the old one.</summary>
    /// <param name="replaces">Otherwise an existing file is an error.</param>
    public static void Put(string path, string text, bool replaces) =>
        Put(path, file => file.Write(Encoding.UTF8.GetBytes(text)), replaces);

    public static void Put(string path, Action<Stream> write, bool replaces)
    {
        var half = string.Create(CultureInfo.InvariantCulture, $"{path}.{Environment.ProcessId}.half");
        File.Delete(half);
        try
        {
            using (var file = new FileStream(half, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write,
                UnixCreateMode = OwnerOnly }))
            {
                write(file);
                file.Flush(flushToDisk: true);
            }
            File.Move(half, path, replaces);
        }
        catch
        {
            File.Delete(half); // on a full disk it would hold the last free bytes
            throw;
        }
        Libc.SyncFolder(Path.GetDirectoryName(Path.GetFullPath(path))!);
    }

    private static bool TryMake(string path)
    {
        try
        {
            new FileStream(path, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = OwnerOnly })
                .Dispose();
            return true;
        }
        catch (IOException) when (File.Exists(path)) // another process has just created it
        {
            return false;
        }
    }

    /// <exception cref="MasterKeyRefusedException">Others can access it, or we cannot.</exception>
    public static string Read(string path)
    {
        using var file = Open(path);
        var mode = File.GetUnixFileMode(((FileStream)file.BaseStream).SafeFileHandle); // of the open file, not of the name
        return (mode & Others) == 0
            ? file.ReadToEnd()
            : throw new MasterKeyRefusedException(
                $"'{path}' is open to others than its owner (mode {Convert.ToString((int)mode, 8)}): run 'chmod 600 {path}'.");
    }

    private static StreamReader Open(string path)
    {
        try
        {
            return new StreamReader(path);
        }
        catch (UnauthorizedAccessException failure)
        {
            throw new MasterKeyRefusedException(
                $"'{path}' cannot be read ({failure.Message}): it has to be a file that belongs to the user StreamActors runs as.",
                failure);
        }
    }
}
