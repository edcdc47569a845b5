using StreamActors.Ffmpeg;

namespace StreamActors.Streaming;

/// <summary>Counts the reports of an FFmpeg in which something had moved since the one before.</summary>
internal sealed class Moves
{
    private ProgressReport? _last;
    private long _count;

    public long Count => Volatile.Read(ref _count);

    public void Look(ProgressReport report)
    {
        if (report.HasMovedSince(_last))
            Interlocked.Increment(ref _count);
        _last = report;
    }
}
