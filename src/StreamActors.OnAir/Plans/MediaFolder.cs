using StreamActors.Domain.Workloads;

namespace StreamActors.OnAir;

/// <summary>The one folder that inputs play from and outputs record to. Neither '..' nor a link leads out of it.</summary>
internal sealed class MediaFolder(string folder)
{
    private readonly string _folder = Path.GetFullPath(folder);

    /// <exception cref="NotStartedException">It leads out of the folder, or there is no such file.</exception>
    public string ToRead(string path)
    {
        var full = Inside(path);
        return File.Exists(full) ? full : throw Refused(ErrorClass.NotFound, $"There is no file '{Shown(path)}' in the media folder.");
    }

    /// <summary>For as long as something is recorded.</summary>
    public DiskGuard Guard(long? keepFree) => new(_folder, keepFree ?? DiskGuard.KeepFree);

    /// <summary>A file that is not there yet: what an earlier run has recorded is never written over.</summary>
    public string ToWriteAnew(string path, DateTimeOffset now)
    {
        var full = ToWrite(path);
        var (folder, name, ending) = (Path.GetDirectoryName(full)!, Path.GetFileNameWithoutExtension(full), Path.GetExtension(full));
        var stamp = now.ToString("yyyyMMdd'T'HHmmss", System.Globalization.CultureInfo.InvariantCulture);
        for (var n = 0; File.Exists(full); n++)
            full = Path.Combine(folder, n == 0 ? $"{name}-{stamp}{ending}" : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{name}-{stamp}-{n}{ending}"));
        return full;
    }

    /// <summary>Makes the folders on the way.</summary>
    public string ToWrite(string path)
    {
        Directory.CreateDirectory(_folder);
        var full = Inside(path);
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw Refused(ErrorClass.BadUrl, $"'{Shown(path)}' cannot be recorded to: {failure.Message}");
        }
        return full;
    }

    private string Inside(string path)
    {
        var full = Path.GetFullPath(Path.Combine(_folder, Uri.UnescapeDataString(path).TrimStart('/')));
        if (!IsInside(full) || !IsInside(Real(full)))
            throw Refused(ErrorClass.BadUrl, $"'{Shown(path)}' leads out of the media folder.");
        return full;
    }

    /// <summary>With every link on the way followed, as far as the way exists.</summary>
    private string Real(string full)
    {
        var real = _folder;
        foreach (var part in Path.GetRelativePath(_folder, full).Split('/'))
        {
            real = Path.Combine(real, part);
            FileSystemInfo there = Directory.Exists(real) ? new DirectoryInfo(real) : new FileInfo(real);
            if (there.LinkTarget is not null)
                real = there.ResolveLinkTarget(returnFinalTarget: true)!.FullName;
        }
        return real;
    }

    private bool IsInside(string full) => full.StartsWith(_folder + "/", StringComparison.Ordinal);

    private static string Shown(string path) => Uri.UnescapeDataString(path).TrimStart('/');

    private static NotStartedException Refused(ErrorClass why, string text) => new(new DriverEnd(why, text));
}
