using System.Globalization;

namespace StreamActors.Server;

/// <summary>
/// The folder of one server, held by a lock that the system lets go of when the process ends, however it ends. The file
/// beside it says who holds it, for the one who comes second: a locked file itself cannot be read.
/// </summary>
public sealed class DataFolder : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly FileStream _lock;
    private readonly string _holder;

    private DataFolder(string path, FileStream held, string holder) => (Path, _lock, _holder) = (path, held, holder);

    public string Path { get; }

    public string File(string name) => System.IO.Path.Combine(Path, name);

    public static DataFolder Hold(string path, string node, DateTimeOffset now)
    {
        var folder = System.IO.Path.GetFullPath(path);
        var file = System.IO.Path.Combine(folder, "streamactors.lock");
        var holder = System.IO.Path.Combine(folder, "streamactors.holder");
        try
        {
            Directory.CreateDirectory(folder, OwnerOnly);
            var held = new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            System.IO.File.WriteAllText(holder, string.Create(CultureInfo.InvariantCulture, $"process {Environment.ProcessId}, node {node}, since {now:u}"));
            return new DataFolder(folder, held, holder);
        }
        catch (UnauthorizedAccessException failure)
        {
            throw new StartRefusedException(ExitCode.NoPermission, $"The data folder {folder} cannot be written ({failure.Message}): choose another with --data, or give this user the right.", failure);
        }
        catch (IOException failure) when (System.IO.File.Exists(file))
        {
            throw new StartRefusedException(
                ExitCode.InUse,
                $"Another server works on {folder}: {Told(holder)}. Stop it first, or choose another folder with --data and another address with --http.",
                failure);
        }
        catch (IOException failure)
        {
            throw new StartRefusedException(ExitCode.NoPermission, $"The data folder {folder} cannot be made ({failure.Message}): choose another with --data.", failure);
        }
    }

    public void Dispose()
    {
        System.IO.File.Delete(_holder);
        _lock.Dispose();
    }

    private static string Told(string holder)
    {
        try
        {
            return System.IO.File.ReadAllText(holder);
        }
        catch (IOException)
        {
            return "a process that has only just begun, or is just ending";
        }
    }
}
