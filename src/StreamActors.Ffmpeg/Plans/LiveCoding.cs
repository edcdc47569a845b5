using System.Globalization;

namespace StreamActors.Ffmpeg;

/// <summary>How a raw source is encoded: H.264 and AAC with low delay, a key frame every two seconds.</summary>
internal static class LiveCoding
{
    internal static IEnumerable<string> For(int framesPerSecond, int kilobitsPerSecond) =>
    [
        "-c:v", "libx264", "-preset", "ultrafast", "-tune", "zerolatency", "-pix_fmt", "yuv420p",
        "-g", Number(2 * framesPerSecond), "-keyint_min", Number(2 * framesPerSecond), "-sc_threshold", "0",
        "-b:v", Number(kilobitsPerSecond) + "k", "-maxrate", Number(kilobitsPerSecond) + "k", "-bufsize", Number(kilobitsPerSecond) + "k",
        "-c:a", "aac", "-b:a", "128k", "-ar", "48000",
    ];

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
