using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using StreamActors.Storage;

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
        await Configure(folder, from: 0, each: 500, edits: false);
        await Measure(folder, "1,000 configured");
        await Configure(folder, from: 500, each: 4500, edits: true);
        await Repeat(folder);
        await Measure(folder, "10,000 configured, 200,000 events");
        Directory.Delete(folder, recursive: true);
    }

    private static async Task Configure(string folder, int from, int each, bool edits)
    {
        string Host(int n) => string.Create(CultureInfo.InvariantCulture, $"10.{from / 200}.{n / 200}.{(n % 200) + 1}");
        await using var server = await ServerUnderLoad.UpOn(folder);
        await Requests.Create(server.Url, "inputs", each, n => string.Create(CultureInfo.InvariantCulture,
            $$$"""{"id":"cam{{{from + n}}}","address":{"url":"srt://peer{{{n}}}.example:9000"},"labels":{"team":"t{{{n % 10}}}"}}"""));
        await Requests.Create(server.Url, "outputs", each, n => string.Create(CultureInfo.InvariantCulture,
            $$$"""{"id":"out{{{from + n}}}","input":"cam{{{from + n}}}","address":{"url":"udp://{{{Host(n)}}}:7000"}}"""));
        if (edits)
            await Edit(server, from + each);
        await Requests.Quiet(server);
    }

    private static Task Edit(ServerUnderLoad server, int inputs) =>
        Parallel.ForAsync(0, inputs, new ParallelOptions { MaxDegreeOfParallelism = 32 }, async (n, _) =>
        {
            using var caller = new Caller(server.Url);
            var path = string.Create(CultureInfo.InvariantCulture, $"/api/v1/inputs/cam{n}");
            var edit = string.Create(CultureInfo.InvariantCulture, $$$"""{"labels":{"n":"{{{n}}}"}}""");
            if (await caller.Ask(Caller.Request("PATCH", path, edit)) != 200)
                throw new InvalidOperationException("An edit was refused.");
        });

    /// <summary>Copies the last event of every input, instead of 190,000 requests; then lets the followers catch up.</summary>
    private static async Task Repeat(string folder)
    {
        await using (var database = new SqliteDatabase(
            Directory.GetFiles(folder, "*.db").Single(), NullLogger<SqliteDatabase>.Instance))
        {
            await database.Change(
                async transaction =>
                {
                    await using var command = transaction.Connection!.CreateCommand();
                    command.Transaction = transaction;
                    command.CommandText = string.Create(CultureInfo.InvariantCulture, $"""
                        WITH RECURSIVE copy(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM copy WHERE n < {Edits - 1})
                        INSERT INTO journal (created, deleted, persistence_id, sequence_number, message, manifest, identifier, writer_uuid)
                        SELECT created, deleted, persistence_id, last + n, message, manifest, identifier, writer_uuid
                        FROM copy, (SELECT *, max(sequence_number) AS last FROM journal WHERE persistence_id LIKE 'input/%'
                            GROUP BY persistence_id)
                        ORDER BY n, persistence_id
                        """);
                    return await command.ExecuteNonQueryAsync();
                },
                CancellationToken.None);
        }
        await using var server = await ServerUnderLoad.UpOn(folder);
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
