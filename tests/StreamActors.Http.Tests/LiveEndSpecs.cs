using System.Net.WebSockets;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using StreamActors.Testing;

namespace StreamActors.Http.Tests;

/// <summary>
/// A feed ends as soon as its credentials are revoked. The clock of these tests stands still, so the periodic check never runs.
/// </summary>
public sealed class LiveEndSpecs : IAsyncLifetime
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);
    private const string Password = "correct horse battery";

    private readonly StandingClock _clock = new(DateTimeOffset.UtcNow);
    private ApiServer _api = null!;

    public async Task InitializeAsync()
    {
        _api = await ApiServer.Open(time: _clock);
        (await _api.Post("users", $$"""{"id":"ann","role":"editor","password":"{{Password}}"}""")).Is(201);
        (await _api.Post("users", $$"""{"id":"bob","role":"viewer","password":"{{Password}}"}""")).Is(201);
    }

    public async Task DisposeAsync() => await _api.DisposeAsync();

    [Theory]
    [InlineData("PATCH", "users/ann", """{"disabled":true}""")]
    [InlineData("PATCH", "users/ann", """{"password":"another long password"}""")]
    [InlineData("DELETE", "users/ann", null)]
    [InlineData("POST", "users/ann/end-sessions", null)]
    public async Task Ending_a_user_s_sessions_ends_that_user_s_feeds_only(string method, string path, string? body)
    {
        using var limit = new CancellationTokenSource(Timeout);
        var (ann, bob) = (await Login("ann"), await Login("bob"));
        using var socket = await Connect(ann, limit.Token);
        using var stream = await Open(ann, limit.Token);
        using var other = await Open(bob, limit.Token);

        _clock.Advance(TimeSpan.FromMilliseconds(10)); // later than the logins
        var answer = await _api.Send(method, path, body);
        answer.Status.ShouldBeInRange(200, 204, answer.Text);

        (await Closed(socket, limit.Token)).ShouldBe(((WebSocketCloseStatus)4401, "Your credentials have expired or were revoked."));
        (await Last(stream, limit.Token)).ShouldBe(("unauthorized", "Your credentials have expired or were revoked."));
        await StillTold(other, limit.Token);
    }

    [Fact]
    public async Task A_logout_a_revoked_key_and_a_new_signing_key_end_what_hangs_on_them()
    {
        using var limit = new CancellationTokenSource(Timeout);
        var (id, key) = await Key("""{"name":"one","role":"viewer"}""");
        var (_, kept) = await Key("""{"name":"other","role":"viewer","scopes":["events"]}""");
        using var keyed = await Open(key, limit.Token);
        using var other = await Open(kept, limit.Token);
        (await _api.Delete($"keys/{id}")).Is(204);
        (await Last(keyed, limit.Token)).Event.ShouldBe("unauthorized");

        var ann = await Login("ann");
        using var left = await Connect(ann, limit.Token);
        _clock.Advance(TimeSpan.FromMilliseconds(10));
        (await _api.Post("me/logout", null, ("Authorization", $"Bearer {ann}"))).Is(204);
        (await Closed(left, limit.Token)).Status.ShouldBe((WebSocketCloseStatus)4401);

        using var session = await Connect(await Login("bob"), limit.Token);
        (await _api.Post("keys/rotate-signing?now=true")).Is(200);
        (await Closed(session, limit.Token)).Status.ShouldBe((WebSocketCloseStatus)4401);
        _clock.Advance(TimeSpan.FromSeconds(20)); // it is checked again, too; the key that is still valid stays
        await StillTold(other, limit.Token);
    }

    [Fact]
    public async Task A_key_and_a_session_that_run_out_end_it_at_their_time()
    {
        using var limit = new CancellationTokenSource(Timeout);
        var (_, key) = await Key($$"""{"name":"short","role":"viewer","expires":"{{_clock.GetUtcNow().AddHours(1):O}}"}""");
        using var keyed = await Connect(key, limit.Token);
        using var session = await Open(await Login("ann"), limit.Token);
        _clock.Advance(TimeSpan.FromHours(1));
        (await WhileTimePasses(Closed(keyed, limit.Token))).Status.ShouldBe((WebSocketCloseStatus)4401);
        await StillTold(session, limit.Token);
        _clock.Advance(TimeSpan.FromHours(23));
        (await WhileTimePasses(Last(session, limit.Token))).Event.ShouldBe("unauthorized");
    }

    [Fact]
    public async Task Whose_role_is_lowered_is_told_to_connect_again()
    {
        using var limit = new CancellationTokenSource(Timeout);
        var ann = await Login("ann");
        using var socket = await Connect(ann, limit.Token);
        using var stream = await Open(ann, limit.Token);
        (await _api.Patch("users/ann", """{"role":"viewer"}""")).Is(200);
        (await Closed(socket, limit.Token)).ShouldBe((WebSocketCloseStatus.PolicyViolation, "Your role is viewer now: connect again."));
        (await Last(stream, limit.Token)).ShouldBe(("bye", "Your role is viewer now: connect again."));
        using var again = await Open(ann, limit.Token);
        await StillTold(again, limit.Token);
    }

    [Fact]
    public async Task A_server_that_stops_says_so_to_whoever_listens()
    {
        using var limit = new CancellationTokenSource(Timeout);
        using var socket = await Connect(_api.LocalKey, limit.Token);
        _api.Parts.GetRequiredService<IHostApplicationLifetime>().StopApplication();
        (await Closed(socket, limit.Token))
            .ShouldBe((WebSocketCloseStatus.EndpointUnavailable, "The server is stopping: connect again from the last id received."));
    }

    private async Task<string> Login(string user) =>
        (await _api.Post("login", $$"""{"user":"{{user}}","password":"{{Password}}"}""")).Is(200).Body.GetProperty("token").GetString()!;

    private async Task<(string Id, string Key)> Key(string draft)
    {
        var issued = (await _api.Post("keys", draft)).Is(201).Body;
        return (issued.GetProperty("id").GetString()!, issued.GetProperty("key").GetString()!);
    }

    private async Task<ClientWebSocket> Connect(string credentials, CancellationToken stop)
    {
        var socket = new ClientWebSocket();
        socket.Options.AddSubProtocol("streamactors.v1");
        socket.Options.AddSubProtocol($"bearer.{credentials}");
        await socket.ConnectAsync(new Uri(_api.Http.BaseAddress!.ToString().Replace("http:", "ws:", StringComparison.Ordinal)
            + "api/v1/live?topics=inputs"), stop);
        (await socket.ReceiveAsync(new byte[4096], stop)).MessageType.ShouldBe(WebSocketMessageType.Text); // the snapshot
        return socket;
    }

    private async Task<StreamReader> Open(string credentials, CancellationToken stop)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/events?topics=inputs") {
            Headers = { { "Authorization", $"Bearer {credentials}" } } };
        var response = await _api.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stop);
        ((int)response.StatusCode).ShouldBe(200);
        var stream = new StreamReader(await response.Content.ReadAsStreamAsync(stop), Encoding.UTF8);
        (await stream.ReadLineAsync(stop)).ShouldNotBeNull().ShouldStartWith("id: ");
        return stream;
    }

    private static async Task<(WebSocketCloseStatus? Status, string? Reason)> Closed(ClientWebSocket socket, CancellationToken stop)
    {
        while ((await socket.ReceiveAsync(new byte[4096], stop)).MessageType != WebSocketMessageType.Close)
        {
            // Skips earlier messages.
        }
        return (socket.CloseStatus, socket.CloseStatusDescription);
    }

    /// <summary>The last event of a feed that ends.</summary>
    private static async Task<(string Event, string Data)> Last(StreamReader stream, CancellationToken stop)
    {
        var (name, data) = ("", "");
        while (await stream.ReadLineAsync(stop) is { } line)
        {
            name = line.StartsWith("event: ", StringComparison.Ordinal) ? line["event: ".Length..] : name;
            data = line.StartsWith("data: ", StringComparison.Ordinal) ? line["data: ".Length..] : data;
        }
        return (name, data);
    }

    private async Task StillTold(StreamReader stream, CancellationToken stop)
    {
        var id = $"cam-{Guid.NewGuid():N}"[..12];
        (await _api.Post("inputs", $$$"""{"id":"{{{id}}}","address":{"url":"test://"}}""")).Is(201);
        var reading = Task.Run(async () =>
        {
            while (!(await stream.ReadLineAsync(stop)).ShouldNotBeNull("it has ended").Contains(id, StringComparison.Ordinal))
            {
                // Skips earlier messages.
            }
            return true;
        }, stop);
        await WhileTimePasses(reading);
    }

    /// <summary>
    /// The hub sends changes; and the next check is set when the one before is over, which may be after the clock was moved.
    /// </summary>
    private async Task<T> WhileTimePasses<T>(Task<T> task)
    {
        await ApiServer.Until(() =>
        {
            _clock.Advance(TimeSpan.FromMilliseconds(250));
            return Task.FromResult(task.IsCompleted);
        });
        return await task;
    }
}
