using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using Xunit.Abstractions;
using static Microsoft.Playwright.Assertions;

namespace StreamActors.Web.Tests;

/// <summary>The page with 500 outputs on air. What is measured is printed; with --long it must keep within the budgets.</summary>
public sealed class ManyOutputsSpecs(PageFixture fixture, ITestOutputHelper log) : IClassFixture<PageFixture>
{
    private const int Outputs = 500;
    private const int FirstLoadBytes = 250 * 1024;

    private const string WatchTasks = """
        window.tasks = [];
        new PerformanceObserver((l) => window.tasks.push(...l.getEntries().map((e) => e.duration))).observe({ type: 'longtask' });
        """;

    /// <summary>From a key to the frame after the one in which its effect is painted.</summary>
    private const string KeyToPaint = """
        (init) => new Promise((done) => {
            const at = performance.now();
            document.activeElement.dispatchEvent(new KeyboardEvent('keydown', { bubbles: true, cancelable: true, ...init }));
            requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now() - at)));
        })
        """;

    [Fact]
    public Task They_are_shown_found_and_followed() => Watch(40, TimeSpan.Zero);

    [Fact]
    [Trait("Runs", "long")]
    public async Task For_ten_minutes_the_page_keeps_within_its_budgets()
    {
        var seen = await Watch(40, TimeSpan.FromMinutes(10));
        seen.FirstPaintMs.ShouldBeLessThan(1000);
        seen.RowsMs.ShouldBeLessThan(1500);
        seen.ScriptMsPerUpdate.ShouldBeLessThan(8);
        seen.LongestTaskMs.ShouldBeLessThan(50);
        seen.KeyMs.ShouldBeLessThan(100);
        seen.HeapGrowth.ShouldBeLessThan(0.10);
    }

    [Fact]
    public async Task The_first_load_stays_small()
    {
        using var client = new HttpClient { BaseAddress = fixture.Server.Client.BaseAddress };
        client.DefaultRequestHeaders.AcceptEncoding.ParseAdd("gzip");
        await using var tab = await fixture.SignedIn();
        var files = await tab.Page.EvaluateAsync<string[]>(
            "performance.getEntriesByType('resource').map((r) => r.name).filter((n) => n.includes('/assets/'))");
        files.Length.ShouldBeGreaterThan(1);
        var total = 0;
        foreach (var file in files.Append("/").Distinct(StringComparer.Ordinal))
            total += (await client.GetByteArrayAsync(new Uri(file, UriKind.RelativeOrAbsolute))).Length;
        log.WriteLine($"First load: {total} bytes as gzip, {files.Length} files");
        total.ShouldBeLessThan(FirstLoadBytes);
    }

    private async Task<Figures> Watch(int updates, TimeSpan atLeast)
    {
        await using var server = await LiveServer.Start("--streamactors.media.reach=loopback");
        List<Socket> destinations = [];
        using var closing = new Closing(destinations);
        await Begin(server, destinations);
        // In a browser of its own, for the memory of its process.
        await using var browser = await PageBrowser.Start();
        await using (var tab = await browser.Open(server.Client.BaseAddress!, "/", server.LocalKey, new Screen(), 120_000))
            await tab.Heading($"All {Outputs} outputs are on air.").WaitForAsync();

        // Again, when all are there: this is the load that counts.
        await using var watched = await browser.Open(server.Client.BaseAddress!, "/", server.LocalKey, new Screen(), 120_000);
        var page = watched.Page;
        await page.Locator("[data-row]").First.WaitForAsync();
        var rows = await page.EvaluateAsync<double>("performance.now()");
        var paint = await page.EvaluateAsync<double>("performance.getEntriesByName('first-contentful-paint')[0].startTime");

        await watched.Button("Show all").ClickAsync();
        await Expect(page.Locator("[data-row^='output/']")).ToHaveCountAsync(Outputs);
        await page.EvaluateAsync(WatchTasks);
        await Heard(watched.Messages + 8); // the rows are drawn
        var cdp = await page.Context.NewCDPSessionAsync(page);
        // Durations are the CPU time of the page, whatever else runs on this machine.
        await cdp.SendAsync("Performance.enable", new() { ["timeDomain"] = "threadTicks" });
        var (before, from) = (await Metrics(cdp), watched.Messages);
        await page.EvaluateAsync("window.tasks.length = 0"); // collecting the garbage was one
        var begun = TimeProvider.System.GetTimestamp();
        await Eventually.Is(
            () => watched.Messages >= from + updates && TimeProvider.System.GetElapsedTime(begun) >= atLeast,
            () => $"{watched.Messages - from} of {updates} messages. {server.Story}", atLeast + TimeSpan.FromSeconds(100));
        var tasks = await page.EvaluateAsync<double[]>("window.tasks");
        var (after, counted) = (await Metrics(cdp), watched.Messages - from);
        var key = Math.Max(await page.EvaluateAsync<double>(KeyToPaint, new { key = "j" }),
            await page.EvaluateAsync<double>(KeyToPaint, new { key = "k", ctrlKey = true }));

        await page.Keyboard.PressAsync("Escape");
        await page.GetByRole(AriaRole.Searchbox).FillAsync("out-499");
        await watched.Reaches("output/out-499", "on-air");
        await server.Say("outputs", "out-499", "stop");
        await watched.Reaches("output/out-499", "idle");
        await watched.Heading($"All {Outputs - 1} outputs are on air.").WaitForAsync();

        var seen = new Figures(paint, rows, (after.Script - before.Script) * 1000 / counted, tasks.DefaultIfEmpty().Max(), key,
            (after.Heap / before.Heap) - 1);
        log.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""
            First paint {paint:0} ms, first rows {rows:0} ms, all {Outputs} rows shown, {counted} updates:
            script {seen.ScriptMsPerUpdate:0.00} ms per update (all work of the page {(after.Task - before.Task) * 1000 / counted:0.00} ms),
            {tasks.Length} tasks over 50 ms (the longest {seen.LongestTaskMs:0} ms), key to paint {key:0} ms,
            heap {before.Heap / 1e6:0.0} MB, then {after.Heap / 1e6:0.0} MB ({seen.HeapGrowth:+0.0%;-0.0%})
            """));
        return seen;

        Task Heard(int count) =>
            Eventually.Is(() => watched.Messages >= count, () => $"{watched.Messages} of {count} messages. {server.Story}",
                TimeSpan.FromSeconds(60 + count));
    }

    /// <summary>A small stream in a loop to 500 ports of this machine; nobody reads what arrives.</summary>
    private static async Task Begin(LiveServer server, List<Socket> destinations)
    {
        var file = Path.Combine(server.Data, "small.ts");
        await PeerProcess.Run("ffmpeg", "-v", "error", "-nostdin", "-f", "lavfi", "-i", "testsrc2=size=160x90:rate=10", "-t", "20", "-c:v",
            "libx264", "-preset", "ultrafast", "-g", "10", "-pix_fmt", "yuv420p", "-b:v", "60k", "-f", "mpegts", file);
        await server.PlayFile("small", file);
        for (var n = 0; n < Outputs; n++)
        {
            destinations.Add(new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { ReceiveBufferSize = 0 });
            destinations[n].Bind(new IPEndPoint(IPAddress.Loopback, 0));
        }
        var outputs = destinations.Select((socket, n) => new
        {
            id = $"out-{n:000}",
            name = $"Destination {n:000}",
            input = "small",
            address = new { url = $"udp://{socket.LocalEndPoint}" },
            on = true,
        });
        foreach (var some in outputs.Chunk(20))
        {
            using var answer = await server.Client.PostAsJsonAsync("/api/v1/import", new { format = "streamactors/1", outputs = some });
            (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("created").GetArrayLength().ShouldBe(some.Length);
        }
    }

    /// <summary>Seconds of script and of all tasks, and the bytes of the heap after a collection.</summary>
    private static async Task<(double Script, double Task, double Heap)> Metrics(ICDPSession cdp)
    {
        await cdp.SendAsync("HeapProfiler.collectGarbage");
        var all = (await cdp.SendAsync("Performance.getMetrics"))!.Value.GetProperty("metrics").EnumerateArray()
            .ToDictionary(m => m.GetProperty("name").GetString()!, m => m.GetProperty("value").GetDouble(), StringComparer.Ordinal);
        return (all["ScriptDuration"], all["TaskDuration"], all["JSHeapUsedSize"]);
    }

    private sealed class Closing(IEnumerable<IDisposable> all) : IDisposable
    {
        public void Dispose()
        {
            foreach (var each in all)
                each.Dispose();
        }
    }

    private sealed record Figures(double FirstPaintMs, double RowsMs, double ScriptMsPerUpdate, double LongestTaskMs, double KeyMs,
        double HeapGrowth);
}
