using StreamActors.Http;
using StreamActors.Storage;

namespace StreamActors.Server;

/// <summary>
/// Where the console finds the local key: <c>local.key</c> in the data folder, and a copy named by the port in the state folder of the user
/// who started the server. Readable by that user (and root) only, and deleted when the server stops.
/// </summary>
internal sealed class LocalKeyFile : IDisposable
{
    public const string Name = "local.key";

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly List<string> _written = [];

    private LocalKeyFile()
    {
    }

    public static LocalKeyFile Write(LocalKey key, string data, Uri url)
    {
        var file = new LocalKeyFile();
        file.Write(Path.Combine(data, Name), key, url);
        if (StateFolder() is { } state)
        {
            try
            {
                var folder = Directory.CreateDirectory(Path.Combine(state, "streamactors"), OwnerOnly).FullName;
                file.Write(Path.Combine(folder, FormattableString.Invariant($"{url.Port}.key")), key, url);
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                // A service may have no writable home; the file in the data folder is enough.
            }
        }
        return file;
    }

    public void Dispose() => _written.ForEach(File.Delete);

    private static string? StateFolder() => Environment.GetEnvironmentVariable("XDG_STATE_HOME") is { Length: > 0 } state ? state
        : Environment.GetEnvironmentVariable("HOME") is { Length: > 0 } home ? Path.Combine(home, ".local", "state")
        : null;

    private void Write(string path, LocalKey key, Uri url)
    {
        // the console uses it for this address only
        OwnersFile.Put(path, $"{key.Reveal()}\n{url.GetLeftPart(UriPartial.Authority)}\n", replaces: true);
        _written.Add(path);
    }
}
