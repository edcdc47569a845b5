using System.Diagnostics;
using System.Globalization;

namespace StreamActors.Benchmarks.Http;

/// <summary>
/// From the start of the process to the first "ready", with its memory and CPU a little later: with nothing configured, with 500 inputs
/// and 500 outputs, all stopped, and with 5,000 of each and 200,000 events in the journal.
/// </summary>
internal static class Starting
{
    private const int Starts = 9;
    private const int Edits = 190_000; // and each of the 10,000 has at least one event
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(2);

    public static async Task Run()
    {
        var folder = Directory.CreateTempSubdirectory("sa-bench-").FullName;
        await Measure(folder, "nothing configured");
        await Configure(folder, from: 0, each: 500, edits: 0);
        await Measure(folder, "1,000 configured");
        await Configure(folder, from: 500, each: 4500, Edits);
        await Measure(folder, "10,000 configured, 200,000 events");
        Directory.Delete(folder, recursive: true);
    }

    private static async Task Configure(string folder, int from, int each, int edits)
    {
        string Host(int n) => string.Create(CultureInfo.InvariantCulture, $"10.{from / 200}.{n / 200}.{(n % 200) + 1}");
        await using var server = await ServerUnderLoad.UpOn(folder);
        await Requests.Create(server.Url, "inputs", each, n => string.Create(CultureInfo.InvariantCulture,
            $$$"""{"id":"cam{{{from + n}}}","address":{"url":"srt://peer{{{n}}}.example:9000"},"labels":{"team":"t{{{n % 10}}}"}}"""));
        await Requests.Create(server.Url, "outputs", each, n => string.Create(CultureInfo.InvariantCulture,
            $$$"""{"id":"out{{{from + n}}}","input":"cam{{{from + n}}}","address":{"url":"udp://{{{Host(n)}}}:7000"}}"""));
        await Parallel.ForAsync(0, edits, new ParallelOptions { MaxDegreeOfParallelism = 32 }, async (n, _) =>
        {
            using var caller = new Caller(server.Url);
            var path = string.Create(CultureInfo.InvariantCulture, $"/api/v1/inputs/cam{n % (from + each)}");
            var edit = string.Create(CultureInfo.InvariantCulture, $$$"""{"labels":{"n":"{{{n}}}"}}""");
            if (await caller.Ask(Caller.Request("PATCH", path, edit)) != 200)
                throw new InvalidOperationException("An edit was refused.");
        });
        await Requests.Quiet(server);
    }

    private static async Task Measure(string folder, string what)
    {
        var (times, sizes, costs) = (new List<double>(), new List<double>(), new List<double>());
        for (var start = 0; start < Starts; start++)
        {
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
