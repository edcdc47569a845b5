using System.Text.Json;
using StreamActors.Control;

namespace StreamActors.Http.Tests;

/// <summary>Two nodes of one cluster, in turn: each knows what the other was sent, and limits apply to both.</summary>
public sealed class TwoNodeSpecs : IAsyncLifetime
{
    private ApiServer _api = null!;

    public async Task InitializeAsync() => _api = await ApiServer.Open(two: true);

    public async Task DisposeAsync() => await _api.DisposeAsync();

    [Fact]
    public async Task What_is_created_on_one_is_read_edited_undone_and_removed_on_the_other()
    {
        (await _api.Post("inputs", """{"id":"cam1","name":"Camera 1","address":{"url":"udp://:5004"}}""")).Is(201).ETag.ShouldBe("\"1\"");
        for (var node = 0; node < 2; node++)
            (await _api.Get("inputs/cam1")).Is(200).Body.GetProperty("name").GetString().ShouldBe("Camera 1");
        (await _api.Patch("inputs/cam1", """{"name":"Camera One"}""", ("If-Match", "\"1\""))).Is(200).ETag.ShouldBe("\"2\"");
        for (var node = 0; node < 2; node++)
        {
            (await _api.Patch("inputs/cam1", """{"name":"Late"}""", ("If-Match", "\"1\""))).IsRefused(412, "version-conflict");
            (await _api.Get("inputs")).Is(200).Body.GetProperty("items")[0].GetProperty("name").GetString().ShouldBe("Camera One");
            (await _api.Get("changes?entity=input/cam1")).Is(200).Body.GetProperty("items").GetArrayLength().ShouldBe(2);
        }
        (await _api.Post("changes/input/cam1/2/undo")).Is(200);
        for (var node = 0; node < 2; node++)
            (await _api.Get("inputs/cam1")).Is(200).Body.GetProperty("name").GetString().ShouldBe("Camera 1");
        (await _api.Post("outputs", """{"id":"tv","input":"cam1","address":{"url":"udp://10.0.0.1:7000"}}""")).Is(201);
        (await _api.Delete("outputs/tv")).Is(204);
        await ApiServer.Until(async () => (await _api.Delete("inputs/cam1")).Status == 204);
        for (var node = 0; node < 2; node++)
            (await _api.Get("inputs/cam1")).IsRefused(404, "not-found");
    }

    [Fact]
    public async Task A_repeated_request_is_the_same_on_either_and_a_port_goes_to_one_of_all_who_ask_at_once()
    {
        List<Answer> said = [];
        for (var node = 0; node < 2; node++)
            said.Add((await _api.Post("inputs", """{"id":"cam","address":{"url":"test://"}}""", ("Idempotency-Key", "k1"))).Is(201));
        said[1].ETag.ShouldBe(said[0].ETag);
        (await _api.Get("inputs")).Body.GetProperty("total").GetInt32().ShouldBe(1);

        var asked = await Task.WhenAll(Enumerable.Range(0, 20).Select(n =>
            _api.Post("inputs", $$$"""{"id":"at-once-{{{n}}}","address":{"url":"udp://:5004"}}""")));
        asked.Count(a => a.Status == 201).ShouldBe(1);
        foreach (var refused in asked.Where(a => a.Status != 201))
            refused.IsRefused(409, "taken", "address.url");
    }

    [Fact]
    public async Task A_session_begun_on_one_is_good_on_the_other_and_ends_on_both()
    {
        (await _api.Post("users", """{"id":"ann","role":"viewer","password":"correct horse battery"}""")).Is(201);
        var login = (await _api.Post("login", """{"user":"ann","password":"correct horse battery"}""")).Is(200);
        var token = login.Body.GetProperty("token").GetString();
        var session = ("Authorization", $"Bearer {token}");
        for (var node = 0; node < 2; node++)
        {
            (await _api.Send("GET", "me", null, session)).Is(200);
            (await _api.Post("inputs", """{"id":"mine","address":{"url":"test://"}}""", session)).Is(403);
        }
        (await _api.Delete("users/ann")).Is(204);
        for (var node = 0; node < 2; node++)
            (await _api.Send("GET", "me", null, session)).IsRefused(401, "unauthorized", "X-API-Key");
    }

    [Fact]
    public async Task A_feed_on_one_node_gets_changes_made_on_the_other()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        List<Task> watching = [Watch(limit.Token), Watch(limit.Token)]; // one on each
        (await _api.Post("inputs", """{"id":"cam1","address":{"url":"test://"}}""")).Is(201);
        await Task.WhenAll(watching);
    }

    private async Task Watch(CancellationToken stop)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/events?topics=inputs");
        using var answer = await _api.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stop);
        using var stream = new StreamReader(await answer.Content.ReadAsStreamAsync(stop));
        while (await stream.ReadLineAsync(stop) is { } line)
        {
            if (!line.StartsWith("data:", StringComparison.Ordinal))
                continue;
            var events = JsonDocument.Parse(line["data:".Length..]).RootElement.GetProperty("events");
            if (events.EnumerateArray().Any(e => e.GetProperty("id").GetString() == "cam1"))
                return;
        }
    }
}
