namespace StreamActors.Storage;

/// <summary>A file with a secret in clear: only its owner may touch it.</summary>
public static class OwnersFile
{
    private const UnixFileMode Others = (UnixFileMode)0b000_111_111;

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
