using System.Globalization;

namespace StreamActors.Ffmpeg;

/// <summary>A moving test pattern with a clock, and a tone: an input that always works.</summary>
public sealed record TestSource(int Width = 1280, int Height = 720, int FramesPerSecond = 25, int KilobitsPerSecond = 2000,
    int ToneHertz = 1000) : Source
{
    /// <summary>Static colour bars instead.</summary>
    public bool Bars { get; init; }

    public override string Protocol => "test";

    internal override IReadOnlyList<string> Whitelist => ["pipe"]; // it reads nothing

    internal override IEnumerable<string> Input(FfmpegVersion version) =>
    [
        "-re", "-f", "lavfi", "-i", Invariant($"{(Bars ? "smptehdbars" : "testsrc2")}=size={Width}x{Height}:rate={FramesPerSecond}"),
        "-re", "-f", "lavfi", "-i", Invariant($"sine=frequency={ToneHertz}:sample_rate=48000:beep_factor=4"),
    ];

    internal override IEnumerable<string> Coding =>
        ["-map", "0:v", "-map", "1:a", .. LiveCoding.For(FramesPerSecond, KilobitsPerSecond)];

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
