using System.Globalization;

namespace StreamActors.Ffmpeg;

/// <summary>A camera or capture card of this machine (v4l2), a sound device (alsa), or both.</summary>
/// <param name="VideoDevice">Such as /dev/video0.</param>
/// <param name="SoundDevice">Such as hw:1,0 or default.</param>
public sealed record CaptureSource(string? VideoDevice, string? SoundDevice) : Source
{
    public int Width { get; init; } = 1280;

    public int Height { get; init; } = 720;

    public int FramesPerSecond { get; init; } = 25;

    public int KilobitsPerSecond { get; init; } = 4000;

    public override string Protocol => "capture";

    internal override IReadOnlyList<string> Whitelist => ["file"];

    internal override IEnumerable<string> Input(FfmpegVersion version) =>
    [
        .. VideoDevice is null ? [] : (string[])
        [
            "-f", "v4l2", "-thread_queue_size", "64", "-framerate", FramesPerSecond.ToString(CultureInfo.InvariantCulture),
            "-video_size", string.Create(CultureInfo.InvariantCulture, $"{Width}x{Height}"), "-i", VideoDevice,
        ],
        .. SoundDevice is null ? [] : (string[])["-f", "alsa", "-thread_queue_size", "256", "-i", SoundDevice],
    ];

    internal override IEnumerable<string> Coding =>
    [
        .. VideoDevice is null ? [] : (string[])["-map", "0:v"],
        .. SoundDevice is null ? [] : (string[])["-map", VideoDevice is null ? "0:a" : "1:a"],
        .. LiveCoding.For(FramesPerSecond, KilobitsPerSecond),
    ];
}
