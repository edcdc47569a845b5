using System.ComponentModel;
using System.Runtime.InteropServices;
using StreamActors.Kernel;
using StreamActors.Storage;

namespace StreamActors.Server;

/// <summary>The folder of one server, held for as long as it runs.</summary>
internal sealed class DataFolder : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly DataFolderLock _lock;

    private DataFolder(string path, DataFolderLock held) => (Path, _lock) = (path, held);

    public string Path { get; }

    /// <summary>On SQLite: who has the folder may send.</summary>
    public IFence Fence => _lock;

    public string File(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>Others may put files there in the place of ours.</summary>
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
                ExitCode.NoPermission, $"The data folder {folder} cannot be made or written ({Why(failure)}): choose another with --data, or give this user the right to write there.", failure);
        }
    }

    private static string Why(Exception failure) => failure is Win32Exception system ? $"{system.Message}: {Marshal.GetPInvokeErrorMessage(system.NativeErrorCode)}" : failure.Message;

    public void Dispose() => _lock.Dispose();
}
