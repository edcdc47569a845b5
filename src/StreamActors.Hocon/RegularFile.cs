namespace StreamActors.Hocon;

internal static class RegularFile
{
    /// <summary>Reads at most one byte more than allowed: a device such as /dev/zero is endless.</summary>
    internal static byte[]? Read(string path)
    {
        FileStream stream;
        try
        {
            stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }

        using (stream)
        using (var bytes = new MemoryStream())
        {
            var block = new byte[64 * 1024];
            for (var read = stream.Read(block); read > 0 && bytes.Length <= Limits.Characters; read = stream.Read(block))
                bytes.Write(block, 0, read);
            return bytes.ToArray();
        }
    }
}
