namespace StreamActors.EndToEnd.Tests.Soak;

/// <summary>
/// A server with many inputs over UDP, each with a camera; native outputs to receivers that check every packet, and FFmpeg outputs to an
/// RTMP server.
/// </summary>
internal sealed class SoakSetup : IAsyncDisposable
{
    private SoakSetup(LiveServer server, NginxRtmp platform) => (Server, Platform) = (server, platform);

    public LiveServer Server { get; }

    public NginxRtmp Platform { get; }

    public List<FfmpegSender> Cameras { get; } = [];

    public List<int> Ports { get; } = [];

    public List<TsReceiver> Receivers { get; } = [];

    public List<string> Outputs { get; } = [];

    public int FfmpegOutputs { get; private set; }

    public static async Task<SoakSetup> Open(int inputs, int native, int ffmpeg)
    {
        var soakSetup = new SoakSetup(await OnAirServer.Start(), await NginxRtmp.Start());
        try
        {
            for (var i = 0; i < inputs; i++)
            {
                soakSetup.Ports.Add(Testing.Peers.Ports.Udp());
                soakSetup.Cameras.Add(await FfmpegSender.ToUdp(soakSetup.Ports[i]));
                await soakSetup.Server.Input($"in{i}", $"udp://127.0.0.1:{soakSetup.Ports[i]}");
            }
            for (var i = 0; i < native; i++)
            {
                soakSetup.Receivers.Add(new TsReceiver());
                await soakSetup.Output($"native{i}", i % inputs, $"udp://127.0.0.1:{soakSetup.Receivers[i].Port}",
                    ("max-hold-ms", i % 2 == 0 ? "0" : "20"));
            }
            for (var i = 0; i < ffmpeg; i++)
                await soakSetup.Output($"rtmp{i}", i % inputs, soakSetup.Platform.Url("takes"), ("!key", $"stream{i}"),
                    ("driver", "ffmpeg"));
            soakSetup.FfmpegOutputs = ffmpeg;
            return soakSetup;
        }
        catch
        {
            await soakSetup.DisposeAsync();
            throw;
        }
    }

    public async Task AllOnAir()
    {
        var not = "";
        await Eventually.Is(
            async () =>
            {
                var all = (await Server.Read("workloads?size=200")).GetProperty("items").EnumerateArray().ToList();
                not = string.Join("; ", all.Select(w => (Id: w.GetProperty("id").GetString(), State: w.GetProperty("state")))
                    .Where(w => w.State.GetProperty("phase").GetString() != "on-air")
                    .Select(w => $"{w.Id} is {w.State.GetProperty("phase")}: {w.State.GetProperty("reason")}"));
                return all.Count == Cameras.Count + Outputs.Count && not.Length == 0;
            },
            () => $"Not everything is on air: {not} {Server.Story}", TimeSpan.FromMinutes(2));
    }

    /// <summary>From now on, every receiver gets an unbroken stream.</summary>
    public async Task NothingLost(Action<string> say)
    {
        foreach (var receiver in Receivers)
            receiver.Forget();
        foreach (var receiver in Receivers)
            await receiver.SeesKeyFrames(3, () => Server.Story);
        foreach (var receiver in Receivers.Where(r => !r.Figures.IsClean))
            say($"port {receiver.Port}: {receiver.Figures}");
        Receivers.ShouldAllBe(r => r.Figures.IsClean);
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        foreach (var camera in Cameras)
            await camera.DisposeAsync();
        await Platform.DisposeAsync();
        foreach (var receiver in Receivers)
            receiver.Dispose();
    }

    private async Task Output(string id, int input, string url, params (string, string)[] more)
    {
        await Server.Output(id, $"in{input}", url, more);
        Outputs.Add(id);
    }
}
