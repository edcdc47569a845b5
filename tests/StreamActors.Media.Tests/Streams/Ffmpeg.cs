using System.Diagnostics;
using System.Globalization;

namespace StreamActors.Media.Tests.Streams;

/// <summary>The real ffmpeg and ffprobe, for streams that are not our own.</summary>
internal static class Ffmpeg
{
    private static readonly string[] Picture = ["-f", "lavfi", "-i", "testsrc2=size=320x180:rate=25"];
    private static readonly string[] Sound = ["-f", "lavfi", "-i", "sine=frequency=440:sample_rate=48000"];

    /// <summary>Video and audio by the codec arguments; no video without any.</summary>
    public static byte[] Stream(string seconds, string video, string audio, string mux = "", string format = "mpegts") =>
        Run("ffmpeg", [],
        [
            "-v", "error", .. video.Length > 0 ? Picture : [], .. audio.Length > 0 ? Sound : [], "-t", seconds,
            .. Words(video), .. Words(audio), .. Words(mux), "-f", format, "pipe:1",
        ]).Out;

    /// <summary>ffmpeg's messages about a stream on its stdin; none is good.</summary>
    public static string Complaints(byte[] stream, string output, string format = "mpegts") =>
        Run("ffmpeg", stream, ["-v", "warning", "-f", format, "-i", "pipe:0", .. Words(output)]).Error;

    public static byte[] Remuxed(byte[] stream, string arguments, string format) =>
        Run("ffmpeg", stream, ["-v", "error", "-i", "pipe:0", .. Words(arguments), "-f", format, "pipe:1"]).Out;

    /// <summary>The hashes of the decoded pictures or of the sound, in order.</summary>
    public static string[] Decoded(byte[] stream, string which) =>
        [.. Text(Run("ffmpeg", stream,
            ["-v", "error", "-i", "pipe:0", "-map", $"0:{which}", "-fps_mode", "passthrough", "-f", "framemd5", "pipe:1"]).Out)
        .Where(l => !l.StartsWith('#')).Select(l => l.Split(',')[^1].Trim())];

    /// <summary>The flags of a stream's packets by ffprobe, in order: K is a key frame.</summary>
    public static string[] Packets(byte[] stream, string which) =>
        Lines(stream, "-select_streams", which, "-show_entries", "packet=flags", "-of", "csv=p=0");

    public static double[] Times(byte[] stream, string which) =>
        [.. Lines(stream, "-select_streams", which, "-show_entries", "packet=dts_time", "-of", "csv=p=0")
        .Select(l => double.Parse(l.Trim(','), CultureInfo.InvariantCulture))];

    private static string[] Lines(byte[] stream, params string[] arguments) =>
        Text(Run("ffprobe", stream, ["-v", "error", .. arguments, "pipe:0"]).Out);

    private static string[] Text(byte[] lines) =>
        System.Text.Encoding.ASCII.GetString(lines).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private static string[] Words(string line) => line.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static (byte[] Out, string Error) Run(string program, byte[] input, string[] arguments)
    {
        using var child = Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false,
        }) ?? throw new InvalidOperationException($"{program} did not start: install the distribution's ffmpeg.");
        var feed = Task.Run(() => Feed(child, input));
        var error = child.StandardError.ReadToEndAsync();
        using var output = new MemoryStream();
        child.StandardOutput.BaseStream.CopyTo(output);
        child.WaitForExit(TimeSpan.FromMinutes(1)).ShouldBeTrue($"{program} hangs");
        feed.Wait();
        if (child.ExitCode != 0)
            throw new InvalidOperationException($"{program} {string.Join(' ', arguments)}: {error.Result}");
        return (output.ToArray(), error.Result);
    }

    private static void Feed(Process child, byte[] input)
    {
        try
        {
            child.StandardInput.BaseStream.Write(input);
            child.StandardInput.Close();
        }
        catch (IOException)
        {
            // It has exited.
        }
    }
}
