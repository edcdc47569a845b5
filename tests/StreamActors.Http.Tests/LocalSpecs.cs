using Microsoft.Extensions.DependencyInjection;

namespace StreamActors.Http.Tests;

/// <summary>Requests with the local key, and requests that only come from this machine's address.</summary>
public sealed class LocalSpecs : IAsyncLifetime
{
    private ApiServer _api = null!;

    public async Task InitializeAsync() =>
        _api = await ApiServer.Open(http: h => h with { RequestsPerSecond = 20, AllowedOrigins = "https://console.example" });

    public async Task DisposeAsync() => await _api.DisposeAsync();

    [Fact]
    public async Task Who_has_the_local_key_may_do_everything_and_who_comes_from_the_same_address_without_it_may_nothing()
    {
        (await _api.Get("me")).Is(200).Body.GetProperty("who").GetString().ShouldBe("local");
        using var stranger = new HttpClient { BaseAddress = _api.Http.BaseAddress };
        foreach (var path in new[] { "/api/v1/me", "/api/v1/inputs", "/api/v1/keys", "/api/v1/live", "/api/v1/events", "/metrics",
            "/api/health" })
        {
            using var answer = await stranger.GetAsync(path);
            ((int)answer.StatusCode).ShouldBe(401, path);
        }
        (await _api.Send("GET", "me", null, ("X-API-Key", _api.LocalKey + "x"))).IsRefused(401, "unauthorized", "X-API-Key");
    }

    [Fact]
    public async Task Other_origins_are_refused_unless_allowed()
    {
        (await _api.Post("inputs/a/stop", null, ("Origin", "https://evil.example"))).IsRefused(403, "forbidden", "Origin")
            .Body.GetProperty("detail").GetString().ShouldBe("Requests from other web sites are refused (http.allowed-origins).");
        (await _api.Post("inputs/a/stop", null, ("Origin", "null"))).IsRefused(403, "forbidden", "Origin");
        (await _api.Post("inputs/a/stop", null, ("Sec-Fetch-Site", "cross-site"))).IsRefused(403, "forbidden", "Origin");
        (await _api.Post("inputs/a/stop", null, ("Origin", "https://console.example")))
            .IsRefused(404, "not-found").Headers.GetValues("Access-Control-Allow-Origin").ShouldBe(["https://console.example"]);
        (await _api.Post("inputs/a/stop", null, ("Origin", _api.Http.BaseAddress!.GetLeftPart(UriPartial.Authority))))
            .IsRefused(404, "not-found");
        (await _api.Send("OPTIONS", "inputs", null, ("Origin", "https://console.example"), ("Access-Control-Request-Method", "POST")))
            .Is(204);
    }

    [Fact]
    public async Task Whoever_asks_too_much_is_told_to_slow_down_and_when_to_come_again()
    {
        await _api.Described();
        Answer? refused = null;
        await ApiServer.Until(async () => // a busy machine may take so long for some of them that these are not too many
        {
            var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => _api.Get("me")));
            return (refused = answers.FirstOrDefault(a => a.Status != 200)) is not null;
        });
        refused!.IsRefused(429, "too-many-requests").Headers.RetryAfter.ShouldNotBeNull();
    }

    [Fact]
    public async Task Every_answer_says_that_it_is_no_page()
    {
        var answer = await _api.Get("me");
        answer.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
        answer.Headers.GetValues("Content-Security-Policy").Single().ShouldContain("default-src 'none'");
    }

    [Fact]
    public async Task The_first_start_gives_one_key_and_no_other_start_another()
    {
        var first = _api.FirstKey();
        (await _api.Send("GET", "me", null, await first)).Is(200).Body.GetProperty("role").GetString().ShouldBe("admin");
        (await _api.Parts.GetRequiredService<FirstKey>().Issue(CancellationToken.None)).ShouldBeNull();
    }
}
