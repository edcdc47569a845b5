using System.Globalization;
using StreamActors.Testing.Peers;

namespace StreamActors.Benchmarks.OnAir;

/// <summary>
/// The senders, receivers and references in <c>media/</c>, built with the machine's C compiler, and the clip that all use.
/// </summary>
internal static class MediaTools
{
    public const double MegabitsPerSecond = 4;

    public const double DatagramsPerSecond = MegabitsPerSecond * 1e6 / 8 / 1316;

    private static readonly string Folder = Path.Combine(Path.GetTempPath(), "streamactors-bench");

    private static readonly Lazy<Task> Built = new(Build);
    private static readonly Lazy<Task<string>> Made = new(MakeClip);

    public static async Task<PeerProcess> Start(string tool, params string[] arguments)
    {
        await Built.Value;
        var started = PeerProcess.Start(Path.Combine(Folder, tool), arguments);
        await started.Says("READY");
        return started;
    }

    /// <summary>The clip in real time, to so many ports.</summary>
    /// <param name="burst">So many datagrams at a time.</param>
    public static async Task<PeerProcess> Sender(int port, int ports = 1, int burst = 1) => await Start("sender", "--file", await Clip(),
        "--rate", MegabitsPerSecond.ToString(CultureInfo.InvariantCulture), "--port", Sink.Word(port), "--n", Sink.Word(ports),
        "--burst", Sink.Word(burst));

    /// <summary>Four minutes of 1280x720 at a constant 4 Mbit/s, a key frame every two seconds, and AAC. Kept from run to run.</summary>
    public static Task<string> Clip() => Made.Value;

    /// <summary>The same at 2 Mbit/s, as FLV.</summary>
    public static async Task<string> HalfClip()
    {
        var (whole, half) = (await Clip(), Path.Combine(Folder, "clip2.flv"));
        if (!File.Exists(half))
        {
            await PeerProcess.Run("ffmpeg", ["-v", "error", "-nostdin", "-y", "-i", whole, "-c:v", "libx264", "-preset", "ultrafast", "-tune",
                "zerolatency", "-g", "50", "-b:v", "1870k", "-minrate", "1870k", "-maxrate", "1870k", "-bufsize", "1870k", "-x264-params",
                "nal-hrd=cbr:force-cfr=1", "-c:a", "copy", "-f", "flv", $"{half}.part"]);
            File.Move($"{half}.part", half);
        }
        return half;
    }

    private static async Task Build()
    {
        Directory.CreateDirectory(Folder);
        foreach (var tool in (string[])["sender", "sink", "relay"])
            await PeerProcess.Run("cc", "-O2", "-o", Path.Combine(Folder, tool),
                Path.Combine(AppContext.BaseDirectory, "media", $"{tool}.c"));
    }

    private static async Task<string> MakeClip()
    {
        Directory.CreateDirectory(Folder);
        var (seed, loop, clip) = (Path.Combine(Folder, "seed.ts"), Path.Combine(Folder, "clip.part.ts"), Path.Combine(Folder, "clip4.ts"));
        if (File.Exists(clip))
            return clip;
        await PeerProcess.Run("ffmpeg", [
            "-v", "error", "-nostdin", "-y", "-f", "lavfi", "-i", "testsrc2=s=1280x720:r=25,noise=alls=12:allf=t", "-f", "lavfi", "-i",
            "sine=440:r=48000", "-t", "20",
            "-c:v", "libx264", "-preset", "ultrafast", "-tune", "zerolatency", "-g", "50", "-b:v", "3550k", "-minrate", "3550k", "-maxrate",
            "3550k", "-bufsize", "3550k",
            "-x264-params", "nal-hrd=cbr:force-cfr=1", "-pix_fmt", "yuv420p", "-c:a", "aac", "-b:a", "128k", "-f", "mpegts", seed,
        ]);
        await PeerProcess.Run("ffmpeg", "-v", "error", "-nostdin", "-y", "-stream_loop", "11", "-i", seed, "-c", "copy", "-f", "mpegts",
            "-muxrate", "4M", loop);
        File.Move(loop, clip);
        return clip;
    }
}
