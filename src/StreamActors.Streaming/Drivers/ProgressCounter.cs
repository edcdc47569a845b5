using StreamActors.Ffmpeg;

namespace StreamActors.Streaming;

/// <summary>Counts FFmpeg's reports in which media had moved since the previous one.</summary>
internal sealed class ProgressCounter
{
    private ProgressReport? _last;
    private long _count;

    public long Count => Volatile.Read(ref _count);

    public void Update(ProgressReport report)
    {
        if (report.HasMovedSince(_last))
            Interlocked.Increment(ref _count);
        _last = report;
    }
}
