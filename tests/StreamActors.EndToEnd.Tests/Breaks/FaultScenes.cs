using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using StreamActors.EndToEnd.Tests.Peers;
using Xunit.Abstractions;

namespace StreamActors.EndToEnd.Tests.Breaks;

/// <summary>
/// Every error class, provoked with real programs: it is recognized, handled as its class requires, and over soon after its cause. Once
/// each, or as often as STREAMACTORS_RECOVERIES says; then the recovery times are meaningful.
/// </summary>
public abstract class FaultScenes(ITestOutputHelper output)
{
    private static readonly int Times =
        int.Parse(Environment.GetEnvironmentVariable("STREAMACTORS_RECOVERIES") ?? "1", CultureInfo.InvariantCulture);

    private protected ITestOutputHelper Output => output;

    /// <param name="starts">How often it may be started before it is parked; null if its class decides.</param>
    private protected async Task Provoke(
        FaultSetup setup, string kind, string id, string fault, string phase, Func<Task> cause, Func<Task> cure, int? starts = null)
    {
        List<double> times = [];
        for (var n = 0; n < Times; n++)
        {
            var before = await setup.Incarnation(kind, id);
            await cause();
            var (state, caused) = (default(LiveState), before);
            HashSet<string> seen = [];
            await Eventually.Is(
                async () =>
                {
                    state = await setup.Server.State(kind, id);
                    seen.Add($"{state.Phase}, {state.Fault}");
                    if (state.Phase == "on-air" && state.Incarnation > caused) // it was over before this test looked: once more
                    {
                        caused = state.Incarnation;
                        await cause();
                    }
                    return state.Phase == phase && state.Fault == fault;
                },
                () => $"{kind}/{id} should be {phase} for {fault}; it was {string.Join("; ", seen)}: {state}. {setup.Server.Story}",
                TimeSpan.FromSeconds(90));
            state.Reason.ShouldNotBeEmpty();
            if (starts is not null)
            {
                // The timeline follows a moment later.
                await Eventually.Is(async () => await Started(setup, kind, id, before) >= starts, () => setup.Server.Story);
                (await Started(setup, kind, id, before)).ShouldBe(starts.Value, "no retry can cure it");
            }

            var since = Stopwatch.StartNew();
            await cure();
            await setup.Server.OnAir(kind, id);
            times.Add(since.Elapsed.TotalSeconds);
        }
        output.WriteLine($"{fault}, {kind[..^1]}: {phase}; on air again after the cure: {Words(times)}");
        await setup.SiblingIsUnbroken();
    }

    /// <summary>An incarnation is a position in its journal: every start is one of its events.</summary>
    private static async Task<int> Started(FaultSetup setup, string kind, string id, long before)
    {
        var workload = (await setup.Server.State(kind, id)).Json.GetProperty("workload").GetString()!;
        var told = await setup.Server.Read($"timeline?size=200&entity={Uri.EscapeDataString($"workload/{workload}")}");
        return told.GetProperty("items").EnumerateArray().Count(e =>
            e.GetProperty("name").GetString() == "workload-started" && e.GetProperty("number").GetInt64() > before);
    }

    private protected static async Task<NginxRtmp> Publish(FaultSetup setup, string driver = "auto")
    {
        var nginx = setup.Keep(await NginxRtmp.Start());
        await setup.Server.Output("tv", "cam", nginx.Url("live"), ("!key", "tv"), ("driver", driver));
        await setup.Server.OnAir("outputs", "tv");
        return nginx;
    }

    private protected static async Task<TcpProxy> Pull(FaultSetup setup)
    {
        var nginx = setup.Keep(await NginxRtmp.Start());
        setup.Keep(await FfmpegSender.Start($"{nginx.Url("live")}/source"));
        await nginx.Receives("source", 1);
        var network = new TcpProxy(nginx.Port);
        await setup.Server.Input("tv", $"rtmp://127.0.0.1:{network.Port}/live/source");
        await setup.Server.OnAir("inputs", "tv");
        return network;
    }

    private protected static Task Goes(FaultSetup setup, string url) =>
        setup.Server.Edit("outputs", "tv", new JsonObject { ["address"] = new JsonObject { ["url"] = url } });

    private protected static async Task Kill(FaultSetup setup, string kind)
    {
        using var child = Process.GetProcessById(await setup.Child(kind, "tv"));
        child.Kill();
    }

    private protected static Func<Task> Now(Action act) => () =>
    {
        act();
        return Task.CompletedTask;
    };

    private protected static Task Cured() => Task.CompletedTask;

    private protected static string Sink(int number) => number.ToString(CultureInfo.InvariantCulture);

    private protected static string Words(List<double> seconds) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"median {seconds.Order().ElementAt(seconds.Count / 2):0.00} s, longest {seconds.Max():0.00} s of {seconds.Count}");
}
