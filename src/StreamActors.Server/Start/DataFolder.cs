using System.Globalization;
using System.Text;

namespace StreamActors.Server;

/// <summary>
/// The folder of one server, held by a lock that the system lets go of when the process ends, however it ends. What is
/// written in the lock file is for the one who comes second.
/// </summary>
public sealed class DataFolder : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly FileStream _lock;

    private DataFolder(string path, FileStream held) => (Path, _lock) = (path, held);

    public string Path { get; }

    public string File(string name) => System.IO.Path.Combine(Path, name);

    public static DataFolder Hold(string path, string node, DateTimeOffset now)
    {
        var folder = System.IO.Path.GetFullPath(path);
        var file = System.IO.Path.Combine(folder, "streamactors.lock");
        try
        {
            Directory.CreateDirectory(folder, OwnerOnly);
            var held = new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            held.SetLength(0);
            held.Write(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"process {Environment.ProcessId}, node {node}, since {now:u}")));
            held.Flush();
            return new DataFolder(folder, held);
        }
        catch (UnauthorizedAccessException failure)
        {
            throw new StartRefusedException(ExitCode.NoPermission, $"The data folder {folder} cannot be written ({failure.Message}): choose another with --data, or give this user the right.", failure);
        }
        catch (IOException failure) when (System.IO.File.Exists(file))
        {
            throw new StartRefusedException(
                ExitCode.InUse,
                $"Another server works on {folder}: {Holder(file)}. Stop it first, or choose another folder with --data and another address with --http.",
                failure);
        }
        catch (IOException failure)
        {
            throw new StartRefusedException(ExitCode.NoPermission, $"The data folder {folder} cannot be made ({failure.Message}): choose another with --data.", failure);
        }
    }

    public void Dispose() => _lock.Dispose();

    private static string Holder(string file)
    {
        try
        {
            using var reader = new StreamReader(new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
            return reader.ReadToEnd() is { Length: > 0 } holder ? holder : "a process that has only just begun";
        }
        catch (IOException)
        {
            return "a process that does not say its name";
        }
    }
}
