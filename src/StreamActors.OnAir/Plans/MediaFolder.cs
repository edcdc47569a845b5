using System.Globalization;
using StreamActors.Domain.Workloads;
using StreamActors.Ffmpeg;

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
    public RecordingGuard Guard(long? keepFree, TimeProvider time)
    {
        Directory.CreateDirectory(_folder);
        return new RecordingGuard(_folder, keepFree ?? RecordingGuard.KeepFree, time);
    }

    /// <summary>A file that is not there yet, or is empty as a full disk leaves it: what an earlier run has recorded is never written over.</summary>
    public string ToWriteAnew(string path, DateTimeOffset now)
    {
        var full = ToWrite(path);
        var (folder, name, ending) = Parts(full);
        var stamp = FileTarget.Stamp(now);
        for (var n = 0; new FileInfo(full) is { Exists: true, Length: > 0 }; n++)
            full = Path.Combine(folder, n == 0 ? $"{name}-{stamp}{ending}" : string.Create(CultureInfo.InvariantCulture, $"{name}-{stamp}-{n}{ending}"));
        return full;
    }

    /// <summary>A name for segments, each of which gets its time: a number is added where one of this time or a later one is there already.</summary>
    public string ToWriteSegments(string path, DateTimeOffset now)
    {
        var (folder, name, ending) = Parts(ToWrite(path));
        var (chosen, stamp) = (name, FileTarget.Stamp(now));
        for (var n = 1; IsTaken(); n++)
            chosen = string.Create(CultureInfo.InvariantCulture, $"{name}-{n}");
        return Path.Combine(folder, chosen + ending);

        bool IsTaken() => Directory.EnumerateFiles(folder, "*" + ending).Select(file => Path.GetFileNameWithoutExtension(file)).Any(file =>
            file.Length == chosen.Length + 1 + stamp.Length && file.StartsWith(chosen + "-", StringComparison.Ordinal)
            && string.CompareOrdinal(file, chosen.Length + 1, stamp, 0, stamp.Length) >= 0);
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

    private static (string Folder, string Name, string Ending) Parts(string full) =>
        (Path.GetDirectoryName(full)!, Path.GetFileNameWithoutExtension(full), Path.GetExtension(full));

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
