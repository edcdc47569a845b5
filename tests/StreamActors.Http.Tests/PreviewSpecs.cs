using System.Net;
using System.Net.WebSockets;
using StreamActors.Testing;

namespace StreamActors.Http.Tests;

/// <summary>Who gets a preview, and what is said without media. With media: PreviewSpecs of the end-to-end tests.</summary>
public sealed class PreviewSpecs : IAsyncLifetime
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    private readonly StandingClock _clock = new(DateTimeOffset.UtcNow);
    private ApiServer _api = null!;

    public async Task InitializeAsync()
    {
        _api = await ApiServer.Open(time: _clock);
        (await _api.Post("inputs", """{"id":"cam","address":{"url":"test://"}}""")).Is(201);
    }

    public async Task DisposeAsync() => await _api.DisposeAsync();

    [Fact]
    public async Task A_ticket_opens_one_WebSocket_which_says_why_there_is_no_media()
    {
        using var limit = new CancellationTokenSource(Timeout);
        var answer = (await _api.Post("inputs/cam/preview")).Is(200);
        answer.Body.GetProperty("expires").GetDateTimeOffset().ShouldBe(_clock.GetUtcNow().AddSeconds(30));
        answer.Body.GetProperty("codecs").GetArrayLength().ShouldBe(0);
        var ticket = answer.Body.GetProperty("ticket").GetString()!;
        (await _api.Get($"preview?ticket={ticket}")).IsRefused(426, "upgrade-required"); // which does not use it up
        using (var socket = await Open(ticket, limit.Token))
        {
            (await socket.ReceiveAsync(new byte[256], limit.Token)).MessageType.ShouldBe(WebSocketMessageType.Close);
            ((int)socket.CloseStatus!, socket.CloseStatusDescription).ShouldBe((4503, "The input 'cam' has no media: it is idle."));
        }
        await IsRefused(ticket, limit.Token);
        (await _api.Get($"preview?ticket={ticket}")).IsRefused(401, "unauthorized", "ticket").Text.ShouldNotContain(ticket);
    }

    [Fact]
    public async Task A_ticket_is_valid_for_thirty_seconds_and_no_longer_than_the_credentials_behind_it()
    {
        using var limit = new CancellationTokenSource(Timeout);
        var late = await Ticket();
        _clock.Advance(TimeSpan.FromSeconds(29));
        var early = await Ticket();
        _clock.Advance(TimeSpan.FromSeconds(1));
        await IsRefused(late, limit.Token);
        using (await Open(early, limit.Token))
        {
            // It is accepted.
        }
        var (id, key) = await Key("viewer");
        var ticket = await Ticket(key);
        (await _api.Delete($"keys/{id}")).Is(204);
        await IsRefused(ticket, limit.Token);
        await IsRefused("unknown", limit.Token);
    }

    [Theory]
    [InlineData("viewer", null, 200)]
    [InlineData("reader", null, 403)]
    [InlineData("viewer", "inputs", 403)]
    [InlineData("viewer", "relay", 403)]
    [InlineData("viewer", "inputs,relay", 200)]
    public async Task A_ticket_and_a_still_need_the_role_viewer_and_of_a_key_with_scopes_relay_too(string role, string? scopes, int status)
    {
        var (_, key) = await Key(role, scopes?.Split(',') ?? []);
        (await _api.Post("inputs/cam/preview", null, ("X-API-Key", key))).Is(status);
        var still = await _api.Send("GET", "inputs/cam/still.jpg", null, ("X-API-Key", key));
        if (status == 200)
            still.IsRefused(503, "not-on-air").Body.GetProperty("detail").GetString().ShouldBe("The input 'cam' has no media: it is idle.");
        else
            still.IsRefused(403, "forbidden");
    }

    [Fact]
    public async Task Of_an_input_that_is_not_there_neither_is()
    {
        (await _api.Post("inputs/none/preview")).IsRefused(404, "not-found");
        (await _api.Get("inputs/none/still.jpg")).IsRefused(404, "not-found");
    }

    private async Task<string> Ticket(string? key = null) =>
        (await _api.Post("inputs/cam/preview", null, key is null ? [] : [("X-API-Key", key)])).Is(200).Body.GetProperty("ticket")
        .GetString()!;

    private async Task<(string Id, string Key)> Key(string role, params string[] scopes)
    {
        var body = System.Text.Json.JsonSerializer.Serialize(new { name = "page", role, scopes });
        var issued = (await _api.Post("keys", body)).Is(201).Body;
        return (issued.GetProperty("id").GetString()!, issued.GetProperty("key").GetString()!);
    }

    private async Task<ClientWebSocket> Open(string ticket, CancellationToken stop)
    {
        var socket = new ClientWebSocket();
        socket.Options.CollectHttpResponseDetails = true;
        try
        {
            await socket.ConnectAsync(new Uri(_api.Http.BaseAddress!.ToString().Replace("http:", "ws:", StringComparison.Ordinal)
                + $"api/v1/preview?ticket={ticket}"), stop);
            return socket;
        }
        catch (WebSocketException)
        {
            socket.HttpStatusCode.ShouldBe(HttpStatusCode.Unauthorized);
            socket.Dispose();
            throw;
        }
    }

    private Task IsRefused(string ticket, CancellationToken stop) => Should.ThrowAsync<WebSocketException>(() => Open(ticket, stop));
}
