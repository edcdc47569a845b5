namespace StreamActors.Ffmpeg;

/// <summary>An encoder and what it takes to try it: a picture of its own kind, or a card's memory to bring it to.</summary>
public sealed record Encoder(string Name, string Kind)
{
    /// <summary>Options before the input: the device.</summary>
    internal IReadOnlyList<string> Device { get; init; } = [];

    /// <summary>What brings the picture to the device.</summary>
    internal string? Filter { get; init; }

    /// <summary>H.264 by what the machine has, the cheapest for its processor first.</summary>
    public static readonly IReadOnlyList<Encoder> H264Ladder =
    [
        new("h264_nvenc", "video"),
        new("h264_qsv", "video") { Device = ["-init_hw_device", "qsv=card", "-filter_hw_device", "card"], Filter = "hwupload=extra_hw_frames=64,format=qsv" },
        new("h264_vaapi", "video") { Device = ["-vaapi_device", "/dev/dri/renderD128"], Filter = "format=nv12,hwupload" },
        new("libx264", "video"),
    ];

    public static readonly IReadOnlyList<Encoder> HevcLadder =
    [
        new("hevc_nvenc", "video"),
        new("hevc_vaapi", "video") { Device = ["-vaapi_device", "/dev/dri/renderD128"], Filter = "format=nv12,hwupload" },
        new("libx265", "video"),
    ];

    public static readonly IReadOnlyList<Encoder> SoundLadder = [new("aac", "audio"), new("libmp3lame", "audio"), new("libopus", "audio")];

    internal IReadOnlyList<string> Trial =>
    [
        "-hide_banner", "-nostdin", "-loglevel", "level+error", .. Device,
        "-f", "lavfi", "-i", Kind == "video" ? "testsrc2=size=640x360:rate=25" : "sine=frequency=1000:sample_rate=48000",
        "-t", "1", .. Filter is null ? [] : (string[])["-vf", Filter], Kind == "video" ? "-c:v" : "-c:a", Name, "-f", "null", "-",
    ];
}
