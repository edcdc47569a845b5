using System.ComponentModel;
using System.Runtime.InteropServices;
using StreamActors.Kernel;
using StreamActors.Storage;

namespace StreamActors.Server;

/// <summary>The data folder, locked while the server runs.</summary>
internal sealed class DataFolder : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly DataFolderLock _lock;

    private DataFolder(string path, DataFolderLock held) => (Path, _lock) = (path, held);

    public string Path { get; }

    /// <summary>With SQLite: the owner of the folder lock may send.</summary>
    public IFence Fence => _lock;

    public string File(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>Other users could replace our files.</summary>
    public bool IsWritableByOthers => (System.IO.File.GetUnixFileMode(Path) & (UnixFileMode.GroupWrite | UnixFileMode.OtherWrite)) != 0;

    public static DataFolder Hold(StreamActorsOptions options, DateTimeOffset now)
    {
        var folder = System.IO.Path.GetFullPath(options.Data);
        try
        {
            Directory.CreateDirectory(folder, OwnerOnly);
            return new DataFolder(folder, DataFolderLock.Take(folder, Environment.ProcessId, now, $"http://{options.Http.Listen}"));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or Win32Exception)
        {
            throw new StartRefusedException(
                ExitCode.NoPermission,
                $"The data folder {folder} cannot be created or written ({Why(failure)}): choose another with --data, or give this user "
                    + $"write permission.", failure);
        }
    }

    private static string Why(Exception failure) =>
        failure is Win32Exception system ? $"{system.Message}: {Marshal.GetPInvokeErrorMessage(system.NativeErrorCode)}" : failure.Message;

    public void Dispose() => _lock.Dispose();
}
