namespace StreamActors.Ffmpeg;

/// <summary>One report of FFmpeg on its progress. A figure is null where FFmpeg does not know it (RTSP counts no bytes, an audio stream no frames).</summary>
public sealed record ProgressReport
{
    public long? Frames { get; internal set; }

    public long? Bytes { get; internal set; }

    public TimeSpan? OutTime { get; internal set; }

    public double? Speed { get; internal set; }

    public double? FramesPerSecond { get; internal set; }

    public double? BitsPerSecond { get; internal set; }

    public long? Duplicated { get; internal set; }

    public long? Dropped { get; internal set; }

    /// <summary>FFmpeg's last report before it ends.</summary>
    public bool Last { get; internal set; }

    /// <summary>Whether media has gone out since: the process living is no evidence, this is.</summary>
    public bool HasMovedSince(ProgressReport? earlier) =>
        Bytes > (earlier?.Bytes ?? 0) || Frames > (earlier?.Frames ?? 0) || OutTime > (earlier?.OutTime ?? TimeSpan.Zero);
}
