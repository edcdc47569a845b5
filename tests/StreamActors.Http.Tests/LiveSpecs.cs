using System.Globalization;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using StreamActors.Control;
using StreamActors.Domain.Addresses;
using StreamActors.Domain.Inputs;
using StreamActors.Domain.Workloads;
using StreamActors.Kernel;

namespace StreamActors.Http.Tests;

/// <summary>The snapshot, and then changes.</summary>
public sealed class LiveSpecs : IAsyncLifetime
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    private ApiServer _api = null!;

    public async Task InitializeAsync()
    {
        _api = await ApiServer.Open();
        (await _api.Post("inputs",
            """{"id":"cam1","name":"One","address":{"url":"srt://peer:9000","secrets":{"passphrase":"canary-long-secret"}}}""")).Is(201);
    }

    public async Task DisposeAsync() => await _api.DisposeAsync();

    [Fact]
    public async Task A_WebSocket_tells_first_what_there_is_and_then_each_change()
    {
        using var limit = new CancellationTokenSource(Timeout);
        using var socket = await Connect("live?topics=inputs", limit.Token);
        var snapshot = await Receive(socket, limit.Token);
        snapshot.GetProperty("snapshot").GetBoolean().ShouldBeTrue();
        snapshot.GetProperty("events").EnumerateArray().ShouldHaveSingleItem().GetProperty("input").GetProperty("name").GetString()
            .ShouldBe("One");
        snapshot.GetRawText().ShouldNotContain("canary");

        (await _api.Patch("inputs/cam1", """{"name":"Two"}""")).Is(200);
        while ((await Event(socket, "cam1", limit.Token)).GetProperty("input").GetProperty("name").GetString() != "Two")
        {
            // Changes from before it joined may be sent again.
        }
        (await _api.Delete("inputs/cam1")).Is(204);
        var gone = await Event(socket, "cam1", limit.Token);
        while (gone.TryGetProperty("input", out _))
            gone = await Event(socket, "cam1", limit.Token);
        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, limit.Token);
    }

    [Fact]
    public async Task Server_sent_events_are_the_same_and_go_on_where_they_were_left()
    {
        using var limit = new CancellationTokenSource(Timeout);
        string last;
        using (var stream = await Open("events?topics=inputs", null, limit.Token))
        {
            var (id, first) = await Next(stream, limit.Token);
            first.GetProperty("snapshot").GetBoolean().ShouldBeTrue();
            last = id;
        }
        await ApiServer.Until(async () => // the position of the last change is known by the feed
        {
            using var again = await Open("events?topics=inputs", null, limit.Token);
            last = (await Next(again, limit.Token)).Id;
            return last != "0";
        });
        (await _api.Post("inputs", """{"id":"cam2","address":{"url":"test://"}}""")).Is(201);
        using var resumed = await Open("events?topics=inputs", last, limit.Token);
        List<string> seen = [];
        while (!seen.Contains("cam2"))
        {
            var (_, batch) = await Next(resumed, limit.Token);
            batch.GetProperty("snapshot").GetBoolean().ShouldBeFalse();
            seen.AddRange(batch.GetProperty("events").EnumerateArray().Select(e => e.GetProperty("id").GetString()!));
        }
        seen.ShouldNotContain("cam1");
    }

    [Fact]
    public async Task Who_says_that_nothing_was_seen_yet_comes_as_for_the_first_time()
    {
        using var limit = new CancellationTokenSource(Timeout);
        using var stream = await Open("events?topics=inputs&after=0", null, limit.Token);
        var (_, first) = await Next(stream, limit.Token);
        first.GetProperty("snapshot").GetBoolean().ShouldBeTrue();
        first.GetProperty("events").EnumerateArray().ShouldHaveSingleItem().GetProperty("id").GetString().ShouldBe("cam1");
    }

    [Fact]
    public async Task A_snapshot_in_parts_that_was_cut_off_is_sent_again()
    {
        var catalogue = _api.Parts.GetRequiredService<Catalogue>();
        await ApiServer.Until(() => Task.FromResult(catalogue.Position > 0));
        for (var n = 0; n < 1200; n++)
            await catalogue.Learn(new InputId($"many{n}").EntityId,
                new Done(1, [new InputCreated(new InputConfig($"Many {n}", new Address("test://"), On: false))]), "test");
        using var limit = new CancellationTokenSource(Timeout);
        string last;
        using (var stream = await Open("events?topics=inputs", null, limit.Token))
        {
            (last, var first) = await Next(stream, limit.Token);
            (first.GetProperty("more").GetBoolean(), first.GetProperty("id").GetString()).ShouldBe((true, last));
        }
        using var again = await Open("events?topics=inputs", last, limit.Token);
        HashSet<string> seen = [];
        for (var more = true; more;)
        {
            (last, var part) = await Next(again, limit.Token);
            part.GetProperty("snapshot").GetBoolean().ShouldBeTrue();
            seen.UnionWith(part.GetProperty("events").EnumerateArray().Select(e => e.GetProperty("id").GetString()!));
            more = part.GetProperty("more").GetBoolean();
        }
        seen.Count.ShouldBe(1201);
        long.Parse(last, CultureInfo.InvariantCulture).ShouldBe(catalogue.Position);
    }

    [Fact]
    public async Task Two_seconds_without_a_change_bring_an_empty_message_with_time_and_epoch()
    {
        using var limit = new CancellationTokenSource(Timeout);
        using var socket = await Connect("live?topics=alerts", limit.Token);
        var epoch = (await _api.Get("info")).Is(200).Body.GetProperty("epoch").GetString();
        (await Receive(socket, limit.Token)).GetProperty("snapshot").GetBoolean().ShouldBeTrue();
        var beat = await Receive(socket, limit.Token);
        beat.GetProperty("snapshot").GetBoolean().ShouldBeFalse();
        beat.GetProperty("events").GetArrayLength().ShouldBe(0);
        beat.GetProperty("epoch").GetString().ShouldBe(epoch);
        beat.GetProperty("at").GetDateTimeOffset().ShouldBe(DateTimeOffset.UtcNow, TimeSpan.FromMinutes(1));
    }

    [Theory]
    [InlineData("after=1&epoch=another")]
    [InlineData("after=999999999")]
    public async Task A_position_of_another_epoch_or_beyond_the_end_brings_a_snapshot(string position)
    {
        using var limit = new CancellationTokenSource(Timeout);
        using var socket = await Connect($"live?topics=inputs&{position}", limit.Token);
        (await Receive(socket, limit.Token)).GetProperty("snapshot").GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public async Task Metrics_as_columns_come_as_rows_of_numbers_and_a_state_only_when_it_changed()
    {
        using var limit = new CancellationTokenSource(Timeout);
        var ingest = WorkloadId.Ingest("cam1").ToString();
        void Measured(long bits) => _api.Node.Telemetry.Publish(WorkloadFigures.Topic, ingest,
            new WorkloadFigures(DateTimeOffset.UtcNow, 1, "native") { BitsPerSecond = bits, LostPackets = 3 });
        Measured(4_000_000);
        using var socket = await Connect("live?topics=states&figures=columns", limit.Token);
        long? number = null;
        for (var bits = 4_000_000; ; bits++)
        {
            var batch = await Receive(socket, limit.Token);
            number ??= batch.GetProperty("events").EnumerateArray().FirstOrDefault(e => e.GetProperty("id").GetString() == ingest)
                is { ValueKind: JsonValueKind.Object } state ? state.GetProperty("number").GetInt64() : null;
            batch.GetRawText().ShouldNotContain("bitsPerSecond");
            var rows = batch.GetProperty("figures").EnumerateArray().Where(r => r[0].GetInt64() == number).ToList();
            if (rows.Count > 0 && batch.GetProperty("events").GetArrayLength() == 0)
            {
                (rows[0][1].GetInt64() >= 4_000_000, rows[0][2].GetInt64(), rows[0][3].ValueKind).ShouldBe((true, 3, JsonValueKind.Null));
                return;
            }
            Measured(bits);
        }
    }

    [Fact]
    public async Task A_key_that_is_revoked_at_any_node_hears_nothing_more()
    {
        using var limit = new CancellationTokenSource(Timeout);
        var issued = (await _api.Post("keys", """{"name":"page","role":"viewer"}""")).Is(201).Body;
        using var socket = await Connect("live?topics=inputs", limit.Token, issued.GetProperty("key").GetString());
        (await Receive(socket, limit.Token)).GetProperty("snapshot").GetBoolean().ShouldBeTrue();
        (await _api.Delete($"keys/{issued.GetProperty("id").GetString()}")).Is(204);
        while ((await socket.ReceiveAsync(new byte[8192], limit.Token)).MessageType != WebSocketMessageType.Close)
        {
            // Skips earlier messages.
        }
        socket.CloseStatus.ShouldBe((WebSocketCloseStatus)4401);
    }

    [Fact]
    public async Task A_request_that_is_none_is_refused()
    {
        (await _api.Get("live")).IsRefused(426, "upgrade-required");
        (await _api.Get("events?topics=weather&after=now")).IsRefused(400, "invalid", "topics", "after");
    }

    [Fact]
    public void A_slow_feed_is_closed_with_a_reason_and_delays_nobody()
    {
        var client = new LiveClient(new LiveForm(LiveTopics.All));
        for (var n = 0; n < 20; n++)
            client.Offer(new LiveMessage(n, default));
        client.Reason.ShouldNotBeNull().ShouldContain("behind");
        client.Messages.Completion.IsCompleted.ShouldBeFalse(); // messages in the queue can still be read
        while (client.Messages.TryRead(out _))
        {
        }
        client.Messages.Completion.IsCompletedSuccessfully.ShouldBeTrue();
    }

    private async Task<ClientWebSocket> Connect(string path, CancellationToken stop, string? key = null)
    {
        var socket = new ClientWebSocket();
        socket.Options.AddSubProtocol("streamactors.v1");
        socket.Options.SetRequestHeader("X-API-Key", key ?? _api.LocalKey);
        await socket.ConnectAsync(
            new Uri(_api.Http.BaseAddress!.ToString().Replace("http:", "ws:", StringComparison.Ordinal) + "api/v1/" + path), stop);
        socket.SubProtocol.ShouldBe("streamactors.v1");
        return socket;
    }

    private static async Task<JsonElement> Receive(ClientWebSocket socket, CancellationToken stop)
    {
        using var whole = new MemoryStream();
        var buffer = new byte[8192];
        while (true)
        {
            var part = await socket.ReceiveAsync(buffer, stop);
            part.MessageType.ShouldBe(WebSocketMessageType.Text, $"{socket.CloseStatus} {socket.CloseStatusDescription}");
            whole.Write(buffer, 0, part.Count);
            if (part.EndOfMessage)
                return JsonDocument.Parse(whole.ToArray()).RootElement;
        }
    }

    private static async Task<JsonElement> Event(ClientWebSocket socket, string id, CancellationToken stop)
    {
        while (true)
        {
            var found = (await Receive(socket, stop)).GetProperty("events").EnumerateArray()
                .Where(e => e.GetProperty("id").GetString() == id).ToList();
            if (found.Count > 0)
                return found[0];
        }
    }

    private async Task<StreamReader> Open(string path, string? lastEventId, CancellationToken stop)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/" + path);
        if (lastEventId is not null)
            request.Headers.Add("Last-Event-ID", lastEventId);
        var response = await _api.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stop);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("text/event-stream");
        return new StreamReader(await response.Content.ReadAsStreamAsync(stop), Encoding.UTF8);
    }

    private static async Task<(string Id, JsonElement Batch)> Next(StreamReader stream, CancellationToken stop)
    {
        var id = "";
        while (true)
        {
            var line = (await stream.ReadLineAsync(stop)).ShouldNotBeNull();
            if (line.StartsWith("id: ", StringComparison.Ordinal))
                id = line[4..];
            if (line.StartsWith("data: ", StringComparison.Ordinal))
                return (id, JsonDocument.Parse(line[6..]).RootElement);
        }
    }
}
