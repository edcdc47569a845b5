namespace StreamActors.Ffmpeg;

/// <summary>One progress report of FFmpeg. Unknown values are null (RTSP counts no bytes, an audio stream no frames).</summary>
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

    /// <summary>Whether media moved since the earlier report; a living process alone is no evidence.</summary>
    public bool HasMovedSince(ProgressReport? earlier) =>
        Bytes > (earlier?.Bytes ?? 0) || Frames > (earlier?.Frames ?? 0) || OutTime > (earlier?.OutTime ?? TimeSpan.Zero);
}
