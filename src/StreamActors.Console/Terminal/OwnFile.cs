namespace StreamActors.Cli;

/// <summary>A file that only its owner may read, from its first byte on.</summary>
internal static class OwnFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public static void Write(string path, ReadOnlySpan<byte> bytes)
    {
        using var stream = Open(path);
        stream.Write(bytes);
    }

    /// <summary>Under another name until it is whole and on the disk: whatever ends this before, no half of it looks like all.</summary>
    /// <param name="lastLine">By which one sees that it is whole.</param>
    /// <returns>How long it is.</returns>
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
                throw new VerbFailedException(ExitCode.Failed, $"The download is incomplete: {part} ends after {length} bytes, without its end mark.", "Run the command again. If that fails too, see the server's log.");
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
        var stream = new FileStream(path, new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.ReadWrite, UnixCreateMode = OwnerOnly });
        File.SetUnixFileMode(stream.SafeFileHandle, OwnerOnly); // one that was there before may have been open to others
        return stream;
    }
}
