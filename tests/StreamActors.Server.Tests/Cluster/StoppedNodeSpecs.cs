using System.Text;

namespace StreamActors.Server.Tests.Cluster;

/// <summary>
/// A node that was suspended while the other took over, as a paused virtual machine is, and gets requests as it resumes.
/// </summary>
public sealed class StoppedNodeSpecs
{
    private const int Inputs = 6;

    [Fact]
    public async Task What_is_asked_of_it_at_that_moment_is_not_said_to_be_stored_and_is_not()
    {
        await using var nodes = await Nodes.OnPostgres();
        var one = await nodes.Up("one");
        var two = await nodes.Up("two", join: one);
        await Nodes.UntilMembers(one, 2);
        await Nodes.UntilMembers(two, 2);
        using var victim = await two.Client();
        using var survivor = await one.Client();
        for (var n = 0; n < Inputs; n++) // by their names some are active here and some there
            ((int)(await Send(n % 2 == 0 ? victim : survivor, HttpMethod.Post, "inputs",
                $$$"""{"id":"cam{{{n}}}","name":"before {{{n}}}","address":{"url":"test://"}}""")).StatusCode).ShouldBe(201);

        await two.Signal("STOP");
        await Nodes.UntilMembers(one, 1);
        await Nodes.Until(() => Task.FromResult(one.Log.ToArray().Any(l => l.Contains("The lease of two", StringComparison.Ordinal))));
        // The kernel accepts the requests: they are waiting when it resumes.
        var asked = Enumerable.Range(0, Inputs)
            .Select(n => Outcome(victim, HttpMethod.Patch, $"inputs/cam{n}", $$$"""{"name":"late {{{n}}}"}"""))
            .Append(Outcome(victim, HttpMethod.Post, "inputs", """{"id":"late","address":{"url":"test://"}}""")).ToList();
        await two.Signal("CONT");

        foreach (var status in await Task.WhenAll(asked))
            (status is null or >= 400).ShouldBeTrue($"answered with {status}");
        (await two.Ended()).Code.ShouldBe((int)ExitCode.Failed);
        for (var n = 0; n < Inputs; n++)
        {
            (await one.Get($"/api/v1/inputs/cam{n}")).Body.GetProperty("name").GetString().ShouldBe($"before {n}");
            (await one.Get($"/api/v1/changes?entity=input/cam{n}")).Body.GetProperty("items").GetArrayLength().ShouldBe(1);
        }
        (await one.Get("/api/v1/inputs/late")).Status.ShouldBe(404);
        ((int)(await Send(survivor, HttpMethod.Patch, "inputs/cam0", """{"name":"after"}""")).StatusCode).ShouldBe(200);
    }

    /// <returns>The status of the response; null if there was none.</returns>
    private static async Task<int?> Outcome(HttpClient client, HttpMethod method, string path, string body)
    {
        try
        {
            using var answer = await Send(client, method, path, body);
            return (int)answer.StatusCode;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    private static async Task<HttpResponseMessage> Send(HttpClient client, HttpMethod method, string path, string body)
    {
        using var request =
            new HttpRequestMessage(method, $"/api/v1/{path}") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        return await client.SendAsync(request);
    }
}
