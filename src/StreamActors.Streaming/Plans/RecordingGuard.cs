using StreamActors.Domain.Workloads;
using StreamActors.Ffmpeg;

namespace StreamActors.Streaming;

/// <summary>
/// Ends a recording when its disk fills up, because a full disk would stop the journal, or when the clock is set back, because FFmpeg names
/// segments after the time and would overwrite one.
/// </summary>
internal sealed class RecordingGuard(string folder, long keepFree, TimeProvider time)
{
    public const long KeepFree = 512L << 20;

    private static readonly TimeSpan SetBack = TimeSpan.FromMilliseconds(500);

    public long Left => keepFree;

    private readonly DateTimeOffset _began = time.GetUtcNow();
    private readonly long _timestamp = time.GetTimestamp();

    /// <returns>Why nothing more may be written now, or null.</returns>
    public Diagnosis? Check()
    {
        var free = new DriveInfo(folder).AvailableFreeSpace;
        if (free < keepFree)
            return new Diagnosis(ErrorClass.Resources,
                $"The disk of the media folder is full: {free >> 20} MiB are free, and keep-free is {keepFree >> 20} MiB.");
        return time.GetUtcNow() < _began + time.GetElapsedTime(_timestamp) - SetBack
            ? new Diagnosis(ErrorClass.Network, "The clock was set back: the recording continues under new names.")
            : null;
    }
}
