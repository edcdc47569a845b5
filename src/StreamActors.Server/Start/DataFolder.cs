using StreamActors.Storage;

namespace StreamActors.Server;

/// <summary>The folder of one server, held for as long as it runs.</summary>
internal sealed class DataFolder : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly DataFolderLock _lock;

    private DataFolder(string path, DataFolderLock held) => (Path, _lock) = (path, held);

    public string Path { get; }

    public string File(string name) => System.IO.Path.Combine(Path, name);

    public static DataFolder Hold(StreamActorsOptions options, DateTimeOffset now)
    {
        var folder = System.IO.Path.GetFullPath(options.Data);
        try
        {
            Directory.CreateDirectory(folder, OwnerOnly);
            return new DataFolder(folder, DataFolderLock.Take(folder, Environment.ProcessId, now, $"http://{options.Http.Listen}"));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new StartRefusedException(
                ExitCode.NoPermission, $"The data folder {folder} cannot be made or written ({failure.Message}): choose another with --data, or give this user the right.", failure);
        }
    }

    public void Dispose() => _lock.Dispose();
}
