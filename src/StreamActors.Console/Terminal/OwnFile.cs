namespace StreamActors.Cli;

/// <summary>A file that only its owner may read, from its first byte on.</summary>
internal static class OwnFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public static void Write(string path, ReadOnlySpan<byte> bytes)
    {
        using var stream = new FileStream(path, new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, UnixCreateMode = OwnerOnly });
        File.SetUnixFileMode(stream.SafeFileHandle, OwnerOnly); // one that was there before may have been open to others
        stream.Write(bytes);
    }
}
