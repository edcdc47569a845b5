using System.Globalization;
using StreamActors.Domain.Workloads;
using StreamActors.Ffmpeg;

namespace StreamActors.Streaming;

/// <summary>The one folder that inputs play from and outputs record to. Neither '..' nor a symbolic link leads out of it.</summary>
internal sealed class MediaFolder(string folder)
{
    private const int MostLinks = 40;

    private readonly string _folder = Path.GetFullPath(folder);

    /// <exception cref="NotStartedException">It leads out of the folder, or there is no such file.</exception>
    public string ToRead(string path)
    {
        var full = Inside(path);
        return File.Exists(full) ? full : throw Refused(ErrorClass.NotFound, $"There is no file '{Shown(path)}' in the media folder.");
    }

    /// <summary>Watches a recording while it runs.</summary>
    public RecordingGuard Guard(long? keepFree, TimeProvider time)
    {
        Directory.CreateDirectory(_folder);
        return new RecordingGuard(_folder, keepFree ?? RecordingGuard.KeepFree, time);
    }

    /// <summary>A file that does not exist yet, or is empty as a full disk leaves it: earlier recordings are never overwritten.</summary>
    public string ToWriteAnew(string path, DateTimeOffset now)
    {
        var full = ToWrite(path);
        var (folder, name, ending) = Parts(full);
        var stamp = FileTarget.Stamp(now);
        for (var n = 0; new FileInfo(full) is { Exists: true, Length: > 0 }; n++)
            full = Path.Combine(folder,
                n == 0 ? $"{name}-{stamp}{ending}" : string.Create(CultureInfo.InvariantCulture, $"{name}-{stamp}-{n}{ending}"));
        return full;
    }

    /// <summary>A name for segments, which get their start time; with a number added if a segment of this time or later exists.</summary>
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

    /// <summary>Creates the folders of the path.</summary>
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

    /// <summary>A file of another name, in the nearest folder that exists: it can be written where this one could.</summary>
    public string ToTry(string path)
    {
        var folder = Path.GetDirectoryName(Inside(path))!;
        while (!Directory.Exists(folder))
            folder = File.Exists(folder)
                ? throw Refused(ErrorClass.BadUrl, $"'{Shown(path)}' cannot be recorded to: '{Path.GetFileName(folder)}' is a file.")
                : Path.GetDirectoryName(folder)!;
        return Path.Combine(folder, Path.GetRandomFileName());
    }

    private static (string Folder, string Name, string Ending) Parts(string full) =>
        (Path.GetDirectoryName(full)!, Path.GetFileNameWithoutExtension(full), Path.GetExtension(full));

    private string Inside(string path)
    {
        var full = Path.GetFullPath(Path.Combine(_folder, Uri.UnescapeDataString(path).TrimStart('/')));
        if (!IsInside(full, _folder) || !IsInside(Real(full), Real(_folder)))
            throw Refused(ErrorClass.BadUrl, $"'{Shown(path)}' leads out of the media folder.");
        return full;
    }

    /// <summary>The path with all symbolic links resolved, as far as it exists.</summary>
    private static string Real(string full)
    {
        var (real, links) = ("/", 0);
        var ahead = new Stack<string>(Steps(full));
        while (ahead.TryPop(out var step))
        {
            var next = Path.GetFullPath(Path.Combine(real, step)); // '..' in a link is relative to the link's target
            if (new FileInfo(next).LinkTarget is not { } target)
            {
                real = next;
                continue;
            }
            if (++links > MostLinks)
                throw Refused(ErrorClass.BadUrl, $"'{full}' is a loop of symbolic links.");
            real = target.StartsWith('/') ? "/" : real;
            foreach (var further in Steps(target))
                ahead.Push(further);
        }
        return real;

        static IEnumerable<string> Steps(string path) => path.Split('/', StringSplitOptions.RemoveEmptyEntries).Reverse();
    }

    private static bool IsInside(string full, string folder) => full.StartsWith(folder + "/", StringComparison.Ordinal);

    private static string Shown(string path) => Uri.UnescapeDataString(path).TrimStart('/');

    private static NotStartedException Refused(ErrorClass why, string text) => new(new DriverEnd(why, text));
}
