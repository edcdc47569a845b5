using System.Text.Json;
using StreamActors.EndToEnd.Tests.Peers;

namespace StreamActors.EndToEnd.Tests.Breaks;

/// <summary>
/// A server with one input, <c>cam</c>, fed by ffmpeg over UDP, and one native output next to the one that a test breaks: it must not be
/// affected.
/// </summary>
internal sealed class FaultSetup : IAsyncDisposable
{
    private readonly List<IAsyncDisposable> _kept = [];

    private FaultSetup(LiveServer server, FfmpegSender camera) => (Server, Camera) = (server, camera);

    public LiveServer Server { get; }

    public FfmpegSender Camera { get; }

    public TsReceiver Sibling { get; } = new();

    public static async Task<FaultSetup> Open(params string[] options)
    {
        var port = Ports.Udp();
        var setup = new FaultSetup(await OnAirServer.Start(options), await FfmpegSender.ToUdp(port));
        try
        {
            await setup.Server.Input("cam", $"udp://127.0.0.1:{port}");
            await setup.Server.Output("sibling", "cam", $"udp://127.0.0.1:{setup.Sibling.Port}");
            await setup.Sibling.SeesKeyFrames(1, () => setup.Camera.Story + setup.Server.Story);
            return setup;
        }
        catch
        {
            await setup.DisposeAsync();
            throw;
        }
    }

    /// <summary>Disposed with the scene.</summary>
    public T Keep<T>(T peer)
        where T : IAsyncDisposable
    {
        _kept.Add(peer);
        return peer;
    }

    /// <summary>Continuous since the start.</summary>
    public async Task SiblingIsUnbroken()
    {
        await Sibling.SeesMore(1, () => Server.Story);
        Sibling.Figures.IsClean.ShouldBeTrue(Sibling.Figures.ToString());
    }

    public async Task<long> Incarnation(string kind, string id) => (await Server.State(kind, id)).Incarnation;

    /// <summary>The process id of its FFmpeg, from its telemetry.</summary>
    public Task<int> Child(string kind, string id) => Child(Server, kind, id);

    public static async Task<int> Child(LiveServer server, string kind, string id)
    {
        var pid = 0;
        await Eventually.Is(
            async () => (pid = Pid((await server.State(kind, id)).Json)) > 0 && Directory.Exists($"/proc/{pid}"),
            () => $"{kind}/{id} shows no FFmpeg. {server.Story}");
        return pid;
    }

    /// <summary>Encoders retry until they are accepted, and so does this one.</summary>
    public static async Task Taken(FfmpegSender sender, TsReceiver receiver, Func<string> story)
    {
        var more = receiver.Figures.KeyFrames + 2;
        await Eventually.Is(
            async () =>
            {
                if (sender.HasExited)
                    await sender.Restart();
                return receiver.Figures.KeyFrames >= more;
            },
            () => $"{receiver.Figures} {story()}");
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        await Camera.DisposeAsync();
        Sibling.Dispose();
        foreach (var kept in _kept)
            await kept.DisposeAsync();
    }

    private static int Pid(JsonElement state) =>
        state.TryGetProperty("figures", out var figures) && figures.ValueKind == JsonValueKind.Object
        && figures.TryGetProperty("child", out var child) && child.ValueKind == JsonValueKind.Object
            ? child.GetProperty("pid").GetInt32()
            : 0;
}
