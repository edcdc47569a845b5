using System.Diagnostics;
using System.Text.Json;
using Xunit.Abstractions;

namespace StreamActors.Server.Tests.Cluster;

/// <summary>Nodes that know only each other's management addresses.</summary>
public sealed class BootstrapSpecs(ITestOutputHelper output)
{
    [Fact]
    public async Task Two_nodes_become_one_cluster_and_one_that_was_killed_comes_back_to_it()
    {
        await using var nodes = await Nodes.OnPostgres();
        string[] points = [Nodes.FreeAddress(), Nodes.FreeAddress()];
        var one = await Begun(nodes, "one", points, 0);

        // Alone it forms no cluster, and still reports that it is alive.
        (await Management.Get(points[0], "/ready")).Status.ShouldBe(503);
        (await Management.Get(points[0], "/alive")).Status.ShouldBe(200);
        (await Management.Get(points[0], "/bootstrap/seed-nodes")).Body.GetProperty("Nodes").GetArrayLength().ShouldBe(0);

        var began = Stopwatch.GetTimestamp();
        var two = await Begun(nodes, "two", points, 1);
        await Nodes.UntilMembers(one, 2);
        await Nodes.UntilMembers(two, 2);
        output.WriteLine(
            $"From the start of the second process to a cluster of two: {Stopwatch.GetElapsedTime(began).TotalSeconds:0.0} s.");
        foreach (var point in points)
        {
            await Nodes.Until(async () => (await Management.Get(point, "/ready")).Status == 200);
            (await Members(point)).ShouldBe([("one", "up", false), ("two", "up", false)]);
        }
        var (first, second) =
            ((await Management.Get(points[0], "/cluster/members")).Body, (await Management.Get(points[1], "/cluster/members")).Body);
        (Word(first, "self"), Word(second, "self")).ShouldBe(("one", "two"));
        (Word(first, "leader"), Word(first, "oldest")).ShouldBe((Word(second, "leader"), Word(second, "oldest")));
        Word(first, "oldest").ShouldNotBeNull();

        began = Stopwatch.GetTimestamp();
        await one.Signal("KILL");
        await one.Ended();
        await Begun(nodes, "one", points, 0);
        await Nodes.Until(async () => (await Members(points[0])).SequenceEqual([("one", "up", false), ("two", "up", false)]));
        await Nodes.UntilMembers(two, 2);
        output.WriteLine($"From its death to where it is back: {Stopwatch.GetElapsedTime(began).TotalSeconds:0.0} s.");
        Word((await Management.Get(points[0], "/cluster/members")).Body, "oldest").ShouldBe("two");
    }

    [Fact]
    public async Task Two_nodes_that_start_at_once_become_one_cluster_whatever_their_list_s_order()
    {
        await using var nodes = await Nodes.OnPostgres();
        string[] points = [Nodes.FreeAddress(), Nodes.FreeAddress()];
        await Task.WhenAll(Begun(nodes, "one", points, 0), Begun(nodes, "two", [.. points.Reverse()], 0));
        foreach (var point in points)
            await Nodes.Until(async () => (await Members(point)).SequenceEqual([("one", "up", false), ("two", "up", false)]));
    }

    private static Task<ServerProcess> Begun(Nodes nodes, string name, string[] points, int own) =>
        nodes.Begun(name, [.. Management.At(points[own]), $"--streamactors.cluster.bootstrap.contact-points={string.Join(',', points)}"]);

    private static async Task<List<(string?, string?, bool)>> Members(string point) =>
        [.. (await Management.Get(point, "/cluster/members")).Body.GetProperty("members").EnumerateArray()
        .Select(m => (Word(m, "node"), Word(m, "status"), m.GetProperty("unreachable").GetBoolean()))];

    private static string? Word(JsonElement from, string name) => from.GetProperty(name).GetString();
}
