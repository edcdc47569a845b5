using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using StreamActors.Testing.Peers;
using Xunit.Abstractions;

namespace StreamActors.Http.Tests.Hostile;

/// <summary>
/// A server process under malicious requests, over every operation of its document. The normal run sends a few thousand;
/// STREAMACTORS_HOSTILE=100000 sends that many. A failure names the seed.
/// </summary>
public sealed class HostileTrafficSpecs(ITestOutputHelper output)
{
    private const int AtOnce = 16;
    private static readonly int Count = int.TryParse(Environment.GetEnvironmentVariable("STREAMACTORS_HOSTILE"),
        CultureInfo.InvariantCulture, out var count) ? count : 4000;
    private static readonly int Seed =
        int.TryParse(Environment.GetEnvironmentVariable("STREAMACTORS_SEED"), CultureInfo.InvariantCulture, out var seed) ? seed : 4711;

    [Fact]
    public async Task Hostile_requests_are_refused_in_words_and_leave_nothing_behind()
    {
        using var folder = new Scratch();
        await using var server = await ServerProcess.Up(folder.Data, "--streamactors.http.requests-per-second=0");
        await server.Until("/health/ready", _ => true);
        using var client = await server.Client();
        var operations = HostileOperation.Of(JsonNode.Parse(await client.GetStringAsync("/api/v1/openapi.json"))!.AsObject(), "/api/v1");
        operations.Select(o => o.Template).ShouldContain("/api/v1/backup");

        await Send(server, operations, Math.Max(2000, Count / 10), Seed + 1, new RequestTally()); // warm
        await Quiet(client);
        var before = await Footprint.Of(server);
        var (requestTally, began) = (new RequestTally(), Stopwatch.GetTimestamp());
        await Send(server, operations, Count, Seed, requestTally);
        var took = Stopwatch.GetElapsedTime(began);
        await Quiet(client);
        var after = await Footprint.Settled(server, before.Descriptors + AtOnce + 10, before.Threads + 16);
        var answer = Stopwatch.GetTimestamp();
        (await client.GetStringAsync("/api/v1/inputs")).ShouldContain("items");

        output.WriteLine(
            $"{Count} of seed {Seed} in {took.TotalSeconds:F1} s: {requestTally.Said}\n{before}\n{after}\nstored {requestTally.Stored}");
        requestTally.Complaints.ShouldBeEmpty($"seed {Seed}: {string.Join("\n\n", requestTally.Complaints)}");
        Stopwatch.GetElapsedTime(answer).ShouldBeLessThan(TimeSpan.FromSeconds(30));
        after.ResidentMiB.ShouldBeLessThan((before.ResidentMiB * 5 / 4) + 96);
        after.Descriptors.ShouldBeLessThanOrEqualTo(before.Descriptors + AtOnce + 10);
        after.Threads.ShouldBeLessThanOrEqualTo(before.Threads + 16);
        (after.Journal - before.Journal)
            .ShouldBeLessThanOrEqualTo((requestTally.Stored * 12) + 200, "what is refused is not in the journal");
    }

    private static async Task Send(ServerProcess server, IReadOnlyList<HostileOperation> operations, int count, int seed,
        RequestTally requestTally)
    {
        var url = await server.Url();
        await Parallel.ForAsync(0, AtOnce, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (n, _) =>
        {
            var requests = new HostileRequests(operations, (seed * 1000) + n);
            using var line = new RawHttp(url, server.LocalKey());
            for (var left = count / AtOnce; left > 0; left--)
            {
                var request = requests.Next();
                requestTally.Take(request, await line.Send(request));
            }
        });
    }

    /// <summary>Removes what some of them created, and stops what they started.</summary>
    private static async Task Quiet(HttpClient client)
    {
        using var nothing =
            new StringContent("""{"format":"streamactors/1","inputs":[{"id":"left","on":false,"address":{"url":"test://"}}]}""",
            System.Text.Encoding.UTF8, "application/json");
        (await client.PostAsync("/api/v1/import?mode=replace&removals=1000000", nothing)).EnsureSuccessStatusCode();
        await ApiServer.Until(async () => JsonNode.Parse(await client.GetStringAsync("/api/v1/workloads?size=500"))!["items"]!.AsArray()
            .All(w => w!["state"]!["phase"]!.GetValue<string>() is "idle" or "parked"));
    }
}
