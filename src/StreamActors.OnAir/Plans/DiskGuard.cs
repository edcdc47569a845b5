using StreamActors.Domain.Workloads;
using StreamActors.Ffmpeg;

namespace StreamActors.OnAir;

/// <summary>A recording leaves a part of the disk alone: a full one would stop the journal, and with it everything else.</summary>
internal sealed class DiskGuard(string folder, long keepFree)
{
    public const long KeepFree = 512L << 20;

    /// <returns>Why nothing may be written now, or null.</returns>
    public Diagnosis? Look()
    {
        var free = new DriveInfo(folder).AvailableFreeSpace;
        return free >= keepFree
            ? null
            : new Diagnosis(ErrorClass.Resources, $"The disk of the media folder is full: {free >> 20} MiB are free, {keepFree >> 20} MiB are to stay so.");
    }
}
