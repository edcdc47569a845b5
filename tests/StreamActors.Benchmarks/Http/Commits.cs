using System.Diagnostics;
using System.Globalization;

namespace StreamActors.Benchmarks.Http;

/// <summary>The commits of one request: how long it takes alone, and how many commits it causes in total.</summary>
internal static class Commits
{
    private const int Count = 200;

    public static async Task Run()
    {
        await using var server = await ServerUnderLoad.Up();
        await Measure(server, "POST of an input", "POST", "inputs",
            n => $$$"""{"id":"cam{{{n}}}","address":{"url":"srt://peer{{{n}}}.example:9000"}}""", 201);
        await Measure(server, "PATCH of an input", "PATCH", "inputs/cam{0}", n => $$$"""{"labels":{"n":"{{{n}}}"}}""", 200);
        await Measure(server, "POST of an output", "POST", "outputs",
            n => $$$$"""{"id":"out{{{{n}}}}","input":"cam{{{{n}}}}","address":{"url":"rtmp://a.example/x","secrets":{"key":"k{{{{n}}}}"}}}""", 201);
        await Measure(server, "PATCH of an output", "PATCH", "outputs/out{0}", n => $$$"""{"labels":{"n":"{{{n}}}"}}""", 200);
        await Measure(server, "DELETE of an output", "DELETE", "outputs/out{0}", _ => null, 204);
        await Measure(server, "DELETE of an input", "DELETE", "inputs/cam{0}", _ => null, 204);
    }

    private static async Task Measure(
        ServerUnderLoad server, string what, string method, string path, Func<string, string?> body, int wanted)
    {
        await Requests.Quiet(server);
        var before = await Stored(server.Url);
        using var caller = new Caller(server.Url);
        List<double> times = [];
        for (var n = 0; n < Count; n++)
        {
            var number = n.ToString(CultureInfo.InvariantCulture);
            var request = Caller.Request(method, $"/api/v1/{string.Format(CultureInfo.InvariantCulture, path, number)}", body(number));
            var begin = Stopwatch.GetTimestamp();
            if (await caller.Ask(request) is var status && status != wanted)
                throw new InvalidOperationException($"{what} was answered {status}, not {wanted}.");
            times.Add(Stopwatch.GetElapsedTime(begin).TotalMilliseconds);
        }
        await Requests.Quiet(server);
        var each = (await Stored(server.Url) - before) / Count;
        Requests.Print(
            $"{what}, alone: ms p50; p99; appends to the journal, with what follows",
            $"{Requests.At(times, 0.5):N2}; {Requests.At(times, 0.99):N2}; {each:N1}");
    }

    private static async Task<double> Stored(Uri server)
    {
        using var http = new HttpClient { BaseAddress = server, DefaultRequestHeaders = { { "X-API-Key", Caller.Key } } };
        var figures = await http.GetStringAsync(new Uri("/metrics", UriKind.Relative));
        var line = figures.Split('\n').Single(l => l.StartsWith("streamactors_journal_append_seconds_count", StringComparison.Ordinal));
        return double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture);
    }
}
