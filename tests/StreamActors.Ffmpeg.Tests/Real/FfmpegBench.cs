using System.Net;
using System.Net.Sockets;
using StreamActors.Testing.Peers;

namespace StreamActors.Ffmpeg.Tests.Real;

/// <summary>Real FFmpeg on a real launcher, a clip to send, and a temporary folder.</summary>
public sealed class FfmpegBench : IAsyncLifetime
{
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    /// <summary>For tests of how a run ends when it is asked, on a machine where that may take long.</summary>
    public static readonly StopLadder Patient = new(Timeout, Timeout);

    public ChildLauncher Launcher { get; } = new(TimeProvider.System);

    public string Folder { get; } = Directory.CreateTempSubdirectory().FullName;

    public FfmpegInstallation Ffmpeg { get; private set; } = null!;

    public string Clip => Path.Combine(Folder, "clip.ts");

    public async Task InitializeAsync()
    {
        Ffmpeg = await FfmpegInstallation.Find(Launcher);
        await Make("-f", "lavfi", "-i", "testsrc2=size=320x180:rate=25", "-f", "lavfi", "-i", "sine=frequency=1000:sample_rate=48000",
            "-t", "20", "-c:v", "libx264", "-preset", "ultrafast", "-g", "25", "-c:a", "aac", Clip);
    }

    public async Task DisposeAsync()
    {
        await Launcher.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }

    public async Task Make(params string[] arguments)
    {
        var run = await ShortRun.Of(Launcher, new ChildStart("ffmpeg", ["-v", "error", "-nostdin", "-y", .. arguments]), Timeout);
        run.End.ExitCode.ShouldBe(0, string.Join('\n', run.Stderr));
    }

    /// <summary>The codecs of the tracks in a file, by ffprobe.</summary>
    public async Task<string[]> Codecs(string file)
    {
        var run = await ShortRun.Of(
            Launcher, new ChildStart("ffprobe", ["-v", "error", "-show_entries", "stream=codec_name", "-of", "default=nk=1:nw=1", file]),
            Timeout);
        return [.. run.Stdout.Split('\n', StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal)];
    }

    public Task<FfmpegRun> Run(Source source) => Ffmpeg.Run(source.Plan(Ffmpeg.Version), "ingest", Reach.Loopback);

    public Task<FfmpegRun> Run(Target target) => Ffmpeg.Run(target.Plan(Ffmpeg.Version), "egress", Reach.Loopback);

    /// <summary>Plays the clip in real time and in a loop into an egress, as the relay does.</summary>
    public async Task Feed(FfmpegRun egress)
    {
        var clip = await Run(new FileSource(Clip));
        new Thread(() => Pump(clip.Output, egress.Input)) { IsBackground = true }.Start();
    }

    /// <summary>Reads that many bytes of MPEG-TS, or up to the end.</summary>
    public static async Task<byte[]> Take(FfmpegRun ingest, int bytes)
    {
        var taken = new byte[bytes];
        var length = 0;
        var reading = Task.Factory.StartNew(
            () =>
            {
                while (length < bytes && ingest.Output.Read(taken.AsSpan(length)) is > 0 and var read)
                    length += read;
            },
            TaskCreationOptions.LongRunning);
        await reading.WaitAsync(Timeout).ContinueWith(
            done => done.IsCompletedSuccessfully ? true
                : throw new TimeoutException($"Only {length} bytes came. {string.Join('\n', ingest.Tail.Lines)}"), TaskScheduler.Default);
        return taken[..length];
    }

    public static void ShouldBeStream(byte[] bytes, FfmpegRun run)
    {
        bytes.Length.ShouldBeGreaterThan(188 * 100, string.Join('\n', run.Tail.Lines));
        for (var at = 0; at + 188 <= bytes.Length; at += 188)
            bytes[at].ShouldBe((byte)0x47);
    }

    public static string Said(FfmpegRun run) => string.Join('\n', run.Tail.Lines);

    /// <summary>Waits until the port accepts connections.</summary>
    public static Task Connects(int port) => Eventually.Is(
        async () =>
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                await socket.ConnectAsync(IPAddress.Loopback, port);
                return true;
            }
            catch (SocketException)
            {
                return false;
            }
        },
        () => $"Nobody takes connections on TCP port {port}.");

    private static void Pump(ChildOutput from, ChildInput to)
    {
        var buffer = new byte[188 * 64];
        while (from.Read(buffer) is > 0 and var read && to.Write(buffer.AsSpan(0, read)))
        {
        }
    }
}
