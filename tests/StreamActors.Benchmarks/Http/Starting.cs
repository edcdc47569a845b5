using System.Diagnostics;
using System.Globalization;

namespace StreamActors.Benchmarks.Http;

/// <summary>
/// From the start of the process to the first "ready", with its memory and CPU a little later: with nothing configured, with 500 inputs
/// and 500 outputs, all stopped, and with 5,000 of each and 200,000 events in the journal. The server before was killed each time.
/// </summary>
internal static class Starting
{
    private const int Starts = 7;
    private const string State = "catalogue.state";
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(2);

    public static async Task Run()
    {
        await Measure("nothing configured", each: 0, events: 0);
        await Measure("1,000 configured", each: 500, events: 0);
        await Measure("10,000 configured, 200,000 events", each: 5000, events: 200_000);
    }

    private static async Task Measure(string what, int each, int events)
    {
        var folder = Directory.CreateTempSubdirectory("sa-bench-").FullName;
        await ConfiguredJournal.Write(folder, each, events);
        await using (var first = await ServerUnderLoad.UpOn(folder))
            await Requests.Quiet(first);
        await Measure(folder, what);
        if (File.Exists(Path.Combine(folder, State)))
            await Measure(folder, $"{what}, with the whole journal to read", () => File.Delete(Path.Combine(folder, State)));
        Directory.Delete(folder, recursive: true);
    }

    private static async Task Measure(string folder, string what, Action? before = null)
    {
        var (times, sizes, costs) = (new List<double>(), new List<double>(), new List<double>());
        for (var start = 0; start < Starts; start++)
        {
            before?.Invoke();
            var begin = Stopwatch.GetTimestamp();
            await using var server = await ServerUnderLoad.UpOn(folder);
            using (var caller = new Caller(server.Url))
            {
                while (await caller.Ask(Caller.Request("GET", "/health/ready")) != 200)
                    await Task.Yield();
            }
            times.Add(Stopwatch.GetElapsedTime(begin).TotalMilliseconds);
            costs.Add(server.Cpu.TotalSeconds);
            await Requests.Pause(Settling);
            sizes.Add(server.ResidentBytes / 1024.0 / 1024.0);
        }
        Requests.Print($"start to ready, {what}: ms (median of {Starts}; longest), CPU s, resident MB", string.Create(
            CultureInfo.InvariantCulture,
            $"{Requests.At(times, 0.5):N0}; {times[^1]:N0}, {Requests.At(costs, 0.5):N2}, {Requests.At(sizes, 0.5):N0}"));
    }
}
