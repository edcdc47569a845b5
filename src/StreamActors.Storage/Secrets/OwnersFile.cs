using System.Globalization;
using System.Text;

namespace StreamActors.Storage;

/// <summary>A file with a secret in clear: only its owner may touch it.</summary>
public static class OwnersFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode Others = (UnixFileMode)0b000_111_111;

    /// <summary>A file that programs make as the umask says, such as a database: it is made here first, or closed where it was open to others.</summary>
    public static void Close(string path)
    {
        // One that is there is not opened: its closing again would take the locks of SQLite with it (https://sqlite.org/howtocorrupt.html, 2.2).
        if (!File.Exists(path) && TryMake(path))
            return;
        if ((File.GetUnixFileMode(path) & Others) != 0)
            File.SetUnixFileMode(path, File.GetUnixFileMode(path) & ~Others);
    }

    /// <summary>
    /// Written beside the old one, and then in its place: at no moment can others read it, and a crash in the midst leaves what was.
    /// </summary>
    /// <param name="replaces">Otherwise it is refused where there is one.</param>
    public static void Put(string path, string text, bool replaces)
    {
        var half = string.Create(CultureInfo.InvariantCulture, $"{path}.{Environment.ProcessId}.half");
        File.Delete(half);
        using (var file = new FileStream(half, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = OwnerOnly }))
        {
            file.Write(Encoding.UTF8.GetBytes(text));
            file.Flush(flushToDisk: true);
        }
        File.Move(half, path, replaces);
        Libc.SyncFolder(Path.GetDirectoryName(Path.GetFullPath(path))!);
    }

    private static bool TryMake(string path)
    {
        try
        {
            new FileStream(path, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = OwnerOnly }).Dispose();
            return true;
        }
        catch (IOException) when (File.Exists(path)) // another has just made it
        {
            return false;
        }
    }

    /// <exception cref="MasterKeyRefusedException">It is open to others, or not to us.</exception>
    public static string Read(string path)
    {
        using var file = Open(path);
        var mode = File.GetUnixFileMode(((FileStream)file.BaseStream).SafeFileHandle); // of what is read, whatever the name stands for by now
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
            throw new MasterKeyRefusedException($"'{path}' cannot be read ({failure.Message}): it has to be a file that belongs to the user StreamActors runs as.", failure);
        }
    }
}
