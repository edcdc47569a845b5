using System.Globalization;

namespace StreamActors.Ffmpeg;

/// <summary>Decodes one picture: a short run of FFmpeg from MPEG-TS to JPEG, both in memory.</summary>
public static class StillRun
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    /// <summary>A picture of 8K needs a third of it; a hostile stream can ask for more.</summary>
    private const long MostMemory = 1L << 30;

    /// <summary>Streams on air go before pictures of them.</summary>
    private const int Nice = 10;

    /// <param name="mpegts">The tables and a key frame.</param>
    /// <param name="pid">Of the video in it.</param>
    /// <param name="width">In square pixels at most; a smaller picture is not enlarged.</param>
    /// <returns>The JPEG; or null, and why.</returns>
    /// <exception cref="Exception">FFmpeg cannot be started; see <see cref="FfmpegInstallation.CouldNotStart"/>.</exception>
    public static async Task<(byte[]? Jpeg, string Why)> Of(FfmpegInstallation ffmpeg, ReadOnlyMemory<byte> mpegts, int pid, int width)
    {
        var start = new ChildStart(ffmpeg.Program, Arguments(pid, width)) { Limits = new ChildLimits(MostMemory, Nice) };
        var run = await ShortRun.Of(ffmpeg.Launcher, start, Limit, input: mpegts);
        return run switch
        {
            { OutOfTime: true } => (null, "FFmpeg took longer than 20 seconds: this machine is overloaded."),
            { Output: [0xFF, 0xD8, .., 0xFF, 0xD9] jpeg } => (jpeg, ""),
            { Stderr: [.., var last] } => (null, $"FFmpeg ended with {run.End}: {last}"),
            _ => (null, $"FFmpeg ended with {run.End} and gave no picture."),
        };
    }

    /// <summary>
    /// output_corrupt: with a refresh that is spread over many pictures, what there is. A pixel of the JPEG is square, whatever those of
    /// the stream are.
    /// </summary>
    private static IReadOnlyList<string> Arguments(int pid, int width) =>
    [
        "-hide_banner", "-nostdin", "-nostats", "-loglevel", "level+error", "-protocol_whitelist", "pipe",
        "-threads", "1", "-flags", "+output_corrupt", "-f", "mpegts", "-i", "pipe:0",
        "-map", Text($"0:i:{pid}"), "-frames:v", "1",
        "-vf", Text($"scale=w='max(2,2*trunc(min({width},iw*sar)/2))':h='max(2,2*trunc(ow/dar/2))',setsar=1"),
        "-pix_fmt", "yuvj420p", "-q:v", "4", "-threads", "1", "-f", "mjpeg", "pipe:1",
    ];

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
