namespace StreamActors.Cli;

/// <summary>A file that is readable by its owner only, from its creation.</summary>
internal static class OwnFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public static void Write(string path, ReadOnlySpan<byte> bytes)
    {
        using var stream = Open(path);
        stream.Write(bytes);
    }

    /// <summary>
    /// Written under a temporary name until it is complete and flushed, so that an interrupted download never looks complete.
    /// </summary>
    /// <param name="lastLine">The end mark of a complete file.</param>
    /// <returns>Its length.</returns>
    public static long Whole(string path, Action<Stream> write, string lastLine)
    {
        var part = path + ".part";
        long length;
        using (var stream = Open(part))
        {
            write(stream);
            stream.Flush(flushToDisk: true);
            length = stream.Length;
            if (!EndsWith(stream, lastLine))
                throw new VerbFailedException(ExitCode.Failed,
                    $"The download is incomplete: {part} ends after {length} bytes, without its end mark.",
                    "Run the command again. If that fails too, see the server's log.");
        }
        File.Move(part, path, overwrite: true);
        return length;
    }

    private static bool EndsWith(FileStream stream, string line)
    {
        var (wanted, last) = (System.Text.Encoding.ASCII.GetBytes(line), new byte[line.Length]);
        stream.Position = Math.Max(0, stream.Length - last.Length);
        return stream.ReadAtLeast(last, last.Length, throwOnEndOfStream: false) == last.Length && last.AsSpan().SequenceEqual(wanted);
    }

    private static FileStream Open(string path)
    {
        var stream = new FileStream(path, new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.ReadWrite,
            UnixCreateMode = OwnerOnly });
        File.SetUnixFileMode(stream.SafeFileHandle, OwnerOnly); // an existing file may be readable by others
        return stream;
    }
}
