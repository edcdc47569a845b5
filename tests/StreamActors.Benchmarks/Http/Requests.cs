using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;

namespace StreamActors.Benchmarks.Http;

/// <summary>The HTTP API over SQLite in its own process, with 64 connections from this one on the same machine.</summary>
internal static class Requests
{
    private const int Connections = 64;
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(5);

    public static async Task Run()
    {
        await using var server = await ServerUnderLoad.Up();
        await Create(server.Url, "inputs", 1000, n => string.Create(CultureInfo.InvariantCulture,
            $$$"""{"id":"cam{{{n}}}","address":{"url":"srt://peer{{{n}}}.example:9000"},"labels":{"team":"t{{{n % 10}}}"}}"""));
        await Measure(server, "GET one input", n => Caller.Request("GET",
            string.Create(CultureInfo.InvariantCulture, $"/api/v1/inputs/cam{n % 1000}")), 200, must: 5000, aim: 15_000);
        await Measure(server, "PATCH that stores an event",
            n => Caller.Request("PATCH", string.Create(CultureInfo.InvariantCulture, $"/api/v1/inputs/cam{n % 1000}"),
                string.Create(CultureInfo.InvariantCulture, $$$"""{"labels":{"n":"{{{n}}}"}}""")), 200, must: 1000, aim: 3000);
        await Posts(server);
    }

    /// <summary>The slowest of all, alone.</summary>
    public static async Task Posts()
    {
        await using var server = await ServerUnderLoad.Up();
        await Posts(server);
    }

    private static async Task Posts(ServerUnderLoad server)
    {
        var fresh = 0;
        await Measure(server, "POST of an input", _ => Caller.Request("POST", "/api/v1/inputs",
            string.Create(CultureInfo.InvariantCulture,
                $$$"""{"id":"new{{{Interlocked.Increment(ref fresh)}}}","address":{"url":"srt://new.example:9000"}}""")), 201, must: 1000,
                aim: 3000);
    }

    /// <summary>Lists out of 10,000, one request after another.</summary>
    public static async Task Lists()
    {
        await using var server = await ServerUnderLoad.Up();
        await Create(server.Url, "inputs", 10_000, n => string.Create(CultureInfo.InvariantCulture,
            $$$"""{"id":"cam{{{n}}}","name":"Camera {{{n * 7919 % 10_000}}}","address":{"url":"srt://peer{{{n}}}.example:9000"},"labels":{"team":"t{{{n % 10}}}"}}"""));
        using var caller = new Caller(server.Url);
        await Quiet(server);
        foreach (var query in new[] { "?size=100", "?size=100&label=team=t3&sort=-name", "?size=100&sort=name&page=50&phase=idle" })
        {
            var request = Caller.Request("GET", "/api/v1/inputs" + query);
            List<double> times = [];
            for (var n = 0; n < 3500; n++)
            {
                var begin = Stopwatch.GetTimestamp();
                if (await caller.Ask(request) != 200)
                    throw new InvalidOperationException($"{query} was not answered.");
                if (n >= 500)
                    times.Add(Stopwatch.GetElapsedTime(begin).TotalMilliseconds);
            }
            Print($"list out of 10,000: {query}, ms p50; p99", $"{At(times, 0.5):N1}; {At(times, 0.99):N1}");
        }
    }

    /// <summary>Waits for what follows an import; the cost per second of ten thousand entities continues.</summary>
    internal static async Task Quiet(ServerUnderLoad server)
    {
        using var look = new PeriodicTimer(TimeSpan.FromSeconds(1));
        for (var (before, looks) = (server.Cpu, 0); looks < 20 && await look.WaitForNextTickAsync()
            && server.Cpu - before > TimeSpan.FromMilliseconds(50); looks++)
            before = server.Cpu;
    }

    private static async Task Measure(ServerUnderLoad server, string what, Func<int, byte[]> request, int wanted, int must, int aim)
    {
        await Load(server.Url, request, wanted, TimeSpan.FromSeconds(3), perSecond: null);
        List<double> rates = [];
        var (cpu, asked) = (server.Cpu, 0);
        for (var round = 0; round < 3; round++)
        {
            var times = await Load(server.Url, request, wanted, Round, perSecond: null);
            rates.Add(times.Count / Round.TotalSeconds);
            asked += times.Count;
        }
        var each = (server.Cpu - cpu).TotalMicroseconds / asked;
        rates.Sort();
        Print("… CPU of the server for one, µs", $"{each:N0}");
        Print($"{what}, requests/s ({Connections} connections; median of 3)", $"{rates[1]:N0}");
        foreach (var rate in new[] { must / 2, aim / 2, (int)(rates[1] / 2) })
        {
            await Quiet(server);
            await using var syncs = new Syncs();
            var paced = await Load(server.Url, request, wanted, Round, rate);
            var disk = await syncs.End();
            Print($"… ms p50; p99 at {rate}/s", $"{At(paced, 0.5):N1}; {At(paced, 0.99):N1}");
            Print("… of one sync of 4 KiB meanwhile, ms p50; p99; longest", $"{At(disk, 0.5):N1}; {At(disk, 0.99):N1}; {disk[^1]:N1}");
        }
    }

    /// <summary>
    /// Each connection sends its next request after a response; or, paced, at evenly spread times, and the latency counts from that time,
    /// whether or not the request could be sent.
    /// </summary>
    private static async Task<List<double>> Load(Uri server, Func<int, byte[]> request, int wanted, TimeSpan time, double? perSecond)
    {
        var number = 0;
        var begin = Stopwatch.GetTimestamp();
        var parts = await Task.WhenAll(Enumerable.Range(0, Connections).Select(connection => Task.Run(async () =>
        {
            using var caller = new Caller(server);
            List<double> times = [];
            for (var asked = 0; ; asked++)
            {
                var due = perSecond is { } rate ? TimeSpan.FromSeconds((((double)asked * Connections) + connection) / rate)
                    : Stopwatch.GetElapsedTime(begin);
                if (due >= time)
                    return times;
                if (due - Stopwatch.GetElapsedTime(begin) is var left && left > TimeSpan.FromMilliseconds(1))
                    await Pause(left);
                var status = await caller.Ask(request(Interlocked.Increment(ref number)));
                if (status != wanted && status != 412) // two edits of one input at once: one must be repeated
                    throw new InvalidOperationException($"Answered {status}, not {wanted}.");
                times.Add((Stopwatch.GetElapsedTime(begin) - due).TotalMilliseconds);
            }
        })));
        return [.. parts.SelectMany(p => p)];
    }

    internal static async Task Pause(TimeSpan time)
    {
        using var timer = new PeriodicTimer(time);
        await timer.WaitForNextTickAsync();
    }

    internal static async Task Create(Uri server, string list, int count, Func<int, string> draft)
    {
        var inputs = Enumerable.Range(0, count).Select(draft);
        foreach (var part in inputs.Chunk(2000))
        {
            using var http = new HttpClient { BaseAddress = server, Timeout = TimeSpan.FromMinutes(5),
                DefaultRequestHeaders = { { "X-API-Key", Caller.Key } } };
            using var answer = await http.PostAsync(new Uri("/api/v1/import", UriKind.Relative),
                new StringContent($$"""{"format":"streamactors/1","{{list}}":[{{string.Join(',', part)}}]}""", System.Text.Encoding.UTF8,
                    "application/json"));
            var created = (await answer.Content.ReadFromJsonAsync<System.Text.Json.JsonElement>()).GetProperty("created").GetArrayLength();
            if (created != part.Length)
                throw new InvalidOperationException($"{created} of {part.Length} were created.");
        }
    }

    internal static double At(List<double> times, double share)
    {
        times.Sort();
        return times[(int)((times.Count - 1) * share)];
    }

    internal static void Print(string what, string figure) => Console.WriteLine($"| HTTP API: {what} | {figure} |");
}
