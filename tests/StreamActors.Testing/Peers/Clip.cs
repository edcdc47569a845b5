using System.Globalization;

namespace StreamActors.Testing.Peers;

/// <summary>
/// A minute of video and audio as a transport stream, made once per test run by the distribution's ffmpeg: H.264 without B-frames and
/// with a key frame each second, and AAC. Small, so that two cores can handle many.
/// </summary>
public sealed class Clip
{
    public const int Seconds = 60;

    private static readonly Lazy<Task<Clip>> OneForAll = new(Make);

    private Clip(string path) => Path = path;

    public string Path { get; }

    public static Task<Clip> Shared() => OneForAll.Value;

    private static async Task<Clip> Make()
    {
        var folder = Directory.CreateTempSubdirectory("sa-clip-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        var path = System.IO.Path.Combine(folder, "clip.ts");
        await PeerProcess.Run("ffmpeg", [
            "-v", "error", "-nostdin", "-f", "lavfi", "-i", "testsrc2=size=320x180:rate=25", "-f", "lavfi", "-i",
            "sine=frequency=1000:sample_rate=48000",
            "-t", Seconds.ToString(CultureInfo.InvariantCulture), "-c:v", "libx264", "-preset", "ultrafast", "-g", "25", "-pix_fmt",
            "yuv420p",
            "-b:v", "1000k", "-minrate", "1000k", "-maxrate", "1000k", "-bufsize", "500k", "-c:a", "aac", "-b:a", "96k", "-ac", "2", "-f",
            "mpegts", path,
        ]);
        return new Clip(path);
    }
}
