using System.Diagnostics;
using System.Globalization;

namespace StreamActors.Benchmarks.Http;

/// <summary>From the start of the process to the first "ready", with 500 inputs and 500 outputs configured and stopped.</summary>
internal static class Starting
{
    private const int Each = 500;
    private const int Starts = 9;
    private const int EditsOfEach = 20;

    public static async Task Run()
    {
        var folder = Directory.CreateTempSubdirectory("sa-bench-").FullName;
        await using (var server = await ServerUnderLoad.UpOn(folder))
        {
            await Requests.Create(server.Url, "inputs", Each, n => string.Create(CultureInfo.InvariantCulture, $$$"""{"id":"cam{{{n}}}","address":{"url":"srt://peer{{{n}}}.example:9000"},"labels":{"team":"t{{{n % 10}}}"}}"""));
            await Requests.Create(server.Url, "outputs", Each, n => string.Create(CultureInfo.InvariantCulture, $$$"""{"id":"out{{{n}}}","input":"cam{{{n}}}","address":{"url":"udp://10.{{{n / 200}}}.{{{n % 200}}}.1:7000"}}"""));
            await Requests.Quiet(server);
        }
        await Measure(folder, "start to ready, 1,000 configured entities");
        await using (var server = await ServerUnderLoad.UpOn(folder))
        {
            await Parallel.ForAsync(0, Each * EditsOfEach, new ParallelOptions { MaxDegreeOfParallelism = 32 }, async (n, _) =>
            {
                using var caller = new Caller(server.Url);
                if (await caller.Ask(Caller.Request("PATCH", string.Create(CultureInfo.InvariantCulture, $"/api/v1/inputs/cam{n % Each}"), string.Create(CultureInfo.InvariantCulture, $$$"""{"labels":{"n":"{{{n}}}"}}"""))) != 200)
                    throw new InvalidOperationException("An edit was refused.");
            });
            await Requests.Quiet(server);
        }
        await Measure(folder, string.Create(CultureInfo.InvariantCulture, $"the same after {Each * EditsOfEach} edits"));
        Directory.Delete(folder, recursive: true);
    }

    private static async Task Measure(string folder, string what)
    {
        List<double> times = [];
        for (var start = 0; start < Starts; start++)
        {
            var begin = Stopwatch.GetTimestamp();
            await using var server = await ServerUnderLoad.UpOn(folder);
            using var caller = new Caller(server.Url);
            while (await caller.Ask(Caller.Request("GET", "/health/ready")) != 200)
                await Task.Yield();
            times.Add(Stopwatch.GetElapsedTime(begin).TotalMilliseconds);
        }
        Requests.Print($"{what}, ms: median of {Starts}; longest", string.Create(CultureInfo.InvariantCulture, $"{Requests.At(times, 0.5):N0}; {times[^1]:N0}"));
    }
}
