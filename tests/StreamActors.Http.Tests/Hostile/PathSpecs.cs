using System.Net.Sockets;
using System.Text;

namespace StreamActors.Http.Tests.Hostile;

/// <summary>
/// Attempts to bypass authentication: by the spelling of a path, by a header, by a method. None succeeds, and nothing is revealed.
/// </summary>
public sealed class PathSpecs : IAsyncLifetime
{
    private const string Canary = "canary-of-a-name";

    private ApiServer _api = null!;

    public async Task InitializeAsync()
    {
        _api = await ApiServer.Open(anonymous: true);
        (await _api.Post("inputs", $$$"""{"id":"cam","name":"{{{Canary}}}","address":{"url":"test://"}}""", ("X-API-Key", _api.LocalKey)))
            .Is(201);
    }

    public async Task DisposeAsync() => await _api.DisposeAsync();

    [Theory]
    [InlineData("/api/v1/inputs")]
    [InlineData("/API/V1/INPUTS")]
    [InlineData("//api/v1/inputs")]
    [InlineData("/api//v1/inputs")]
    [InlineData("/api/v1//inputs")]
    [InlineData("/api/v1/inputs/")]
    [InlineData("/api/v1/./inputs")]
    [InlineData("/api/v1/%2e/inputs")]
    [InlineData("/api/v1/login/../inputs")]
    [InlineData("/api/v1/openapi.json/%2e%2e/inputs")]
    [InlineData("/health/live/..%2f..%2fapi/v1/inputs")]
    [InlineData("/health/live/../../api/v1/inputs")]
    [InlineData("/health/live;/api/v1/inputs")]
    [InlineData("/health/live%00/api/v1/inputs")]
    [InlineData("/api/v1/%69nputs")]
    [InlineData("/api/v1/%2569nputs")]
    [InlineData("/api/v1/inputs%2fcam")]
    [InlineData("/api/v1/inputs/cam%20")]
    [InlineData("/api/v1/inputs/CAM")]
    [InlineData("/api/v1\\inputs")]
    [InlineData("/api/v1/inputs?key=local")]
    [InlineData("/api/v1/inputs?access_token=local&role=admin")]
    [InlineData("/api/v1/live")]
    [InlineData("/api/v1/events")]
    [InlineData("/api/v1/export")]
    [InlineData("/api/v1/settings")]
    [InlineData("/api/health")]
    [InlineData("/api/health/")]
    [InlineData("/API/HEALTH")]
    [InlineData("/metrics")]
    [InlineData("/Metrics/")]
    [InlineData("/%6detrics")]
    [InlineData("//metrics")]
    [InlineData("/metrics/../health/live/../../metrics")]
    [InlineData("http://127.0.0.1/api/v1/inputs")]
    [InlineData("http://anybody@localhost/metrics")]
    public async Task However_a_path_is_written_it_needs_credentials(string path)
    {
        foreach (var method in (string[])["GET", "HEAD", "get", "PROPFIND"])
        {
            var answer = await Raw($"{method} {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
            IsNothing(answer, $"{method} {path}");
        }
    }

    [Theory]
    [InlineData("X-Forwarded-For: 127.0.0.1")]
    [InlineData("Forwarded: for=127.0.0.1;proto=https")]
    [InlineData("X-Real-IP: 127.0.0.1")]
    [InlineData("X-Forwarded-User: local")]
    [InlineData("X-Remote-User: admin")]
    [InlineData("X-Original-URL: /health/live")]
    [InlineData("X-Rewrite-URL: /health/live")]
    [InlineData("X-Forwarded-Prefix: /health/live/..")]
    [InlineData("X-API-Key:")]
    [InlineData("X-API-Key: local")]
    [InlineData("X-API-Key: sa_local_")]
    [InlineData("X-API-Key: sa_first_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("Authorization: Basic bG9jYWw6")]
    [InlineData("Authorization: Bearer")]
    [InlineData("Authorization: Bearer null")]
    [InlineData("Authorization: Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJhbm4ifQ.")]
    [InlineData("Authorization: Negotiate AAAA")]
    [InlineData("Cookie: session=local; X-API-Key=local; token=local")]
    [InlineData("Sec-WebSocket-Protocol: bearer.")]
    [InlineData("Sec-WebSocket-Protocol: streamactors.v1, bearer.local")]
    public async Task No_header_authenticates_an_anonymous_request(string header)
    {
        foreach (var path in (string[])["/api/v1/inputs", "/metrics", "/api/health", "/api/v1/events"])
            IsNothing(await Raw($"GET {path} HTTP/1.1\r\nHost: localhost\r\n{header}\r\nConnection: close\r\n\r\n"),
                $"{path} with {header}");
    }

    [Theory]
    [InlineData("X-HTTP-Method-Override: DELETE")]
    [InlineData("X-HTTP-Method: DELETE")]
    [InlineData("X-Method-Override: DELETE")]
    public async Task No_header_makes_another_method_of_one(string header)
    {
        (await _api.Send("GET", "inputs/cam", null, ("X-API-Key", _api.LocalKey), (header.Split(':')[0], "DELETE"))).Is(200);
        (await Raw($"POST /api/v1/inputs/cam HTTP/1.1\r\nHost: localhost\r\nX-API-Key: {_api.LocalKey}\r\n{header}\r\nContent-Length: "
            + $"0\r\nConnection: close\r\n\r\n")).ShouldStartWith("HTTP/1.1 405 ");
        (await _api.Send("GET", "inputs/cam", null, ("X-API-Key", _api.LocalKey))).Is(200);
    }

    [Fact]
    public async Task A_key_that_is_shown_twice_is_none()
    {
        foreach (var second in (string[])[_api.LocalKey, "sa_other_key"])
            IsNothing(await Raw(
                $"GET /api/v1/inputs HTTP/1.1\r\nHost: localhost\r\nX-API-Key: {_api.LocalKey}\r\nX-API-Key: {second}\r\nConnection: "
                    + $"close\r\n\r\n"), second);
    }

    [Fact]
    public async Task Whether_it_lives_and_is_ready_is_said_to_who_asks_by_HEAD_and_a_foreign_page_may_read_nothing()
    {
        foreach (var path in (string[])["/health/live", "/health/ready"])
            (await Raw($"HEAD {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
                .ShouldSatisfyAllConditions(a => a.ShouldStartWith("HTTP/1.1 200 "), a => a.ShouldEndWith("\r\n\r\n"));
        var asked = await Raw(
            "OPTIONS /api/v1/inputs HTTP/1.1\r\nHost: localhost\r\nOrigin: https://evil.example\r\nAccess-Control-Request-Method: "
                + "DELETE\r\nConnection: close\r\n\r\n");
        asked.ShouldNotContain("Access-Control");
        (await Raw("GET /health/live HTTP/1.1\r\nHost: localhost\r\nOrigin: https://evil.example\r\nConnection: close\r\n\r\n"))
            .ShouldStartWith("HTTP/1.1 403 ");
    }

    private static void IsNothing(string answer, string what)
    {
        answer.Split(' ').ElementAtOrDefault(1)
            .ShouldBeOneOf(["400", "401", "403", "404", "405", "429"], customMessage: $"{what}: {answer}");
        answer.ShouldNotContain(Canary, customMessage: what);
        answer.ShouldNotContain("streamactors_inputs", customMessage: what);
    }

    private async Task<string> Raw(string request)
    {
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", _api.Http.BaseAddress!.Port);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(request));
        using var reader = new StreamReader(client.GetStream(), Encoding.ASCII);
        return await reader.ReadToEndAsync();
    }
}
