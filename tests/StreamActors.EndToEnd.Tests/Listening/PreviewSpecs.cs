using System.Net;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using StreamActors.EndToEnd.Tests.Matrix;

namespace StreamActors.EndToEnd.Tests.Listening;

/// <summary>What a page shows of an input: a picture, and the stream over a WebSocket.</summary>
public sealed class PreviewSpecs : IAsyncLifetime
{
    private readonly Scratch _folder = new();
    private LiveServer _server = null!;
    private Feed _feed = null!;

    public async Task InitializeAsync()
    {
        _server = await OnAirServer.Start("--streamactors.log.level=debug", "--streamactors.media.preview.still-width=200");
        _feed = await Feed.Open("udp", _server, "cam"); // received without a process of its own
        await _server.OnAir("inputs", "cam", () => _feed.Story);
        await _server.Readable("cam");
    }

    public async Task DisposeAsync()
    {
        await _feed.DisposeAsync();
        await _server.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_still_is_a_JPEG_with_an_ETag_and_nothing_runs_when_nobody_asks()
    {
        Children().ShouldBe(0);
        var (jpeg, tag, said) = (Array.Empty<byte>(), "", "");
        await Eventually.Is(async () =>
        {
            using var answer = await Still();
            (jpeg, tag) = (await answer.Content.ReadAsByteArrayAsync(), answer.Headers.ETag?.Tag ?? "");
            said = $"{answer.StatusCode} {answer.Content.Headers.ContentType?.MediaType}";
            return answer.IsSuccessStatusCode; // on a busy machine, streams go before pictures of them
        }, () => $"{said} {Encoding.UTF8.GetString(jpeg)} {_server.Story}");
        said.ShouldBe("OK image/jpeg");
        var file = _folder.At("still.jpg");
        await File.WriteAllBytesAsync(file, jpeg);
        await using (var probe = PeerProcess.Start("ffprobe",
            ["-v", "error", "-show_entries", "stream=codec_name,width,height", "-of", "csv=p=0", file]))
        {
            (await probe.Ended()).ShouldBe(0, probe.Story);
            probe.Story.Split('\n')[^1].ShouldBe("mjpeg,200,112");
        }
        using var again = await Still(tag);
        if (again.StatusCode == HttpStatusCode.NotModified) // within its interval, unless this machine is very slow
            (await again.Content.ReadAsByteArrayAsync()).ShouldBeEmpty();
        else
            again.Headers.ETag!.Tag.ShouldNotBe(tag);

        await Eventually.Is(() => Children() == 0, () => _server.Story);
        (await _server.Read("inputs/cam/readers")).GetArrayLength().ShouldBe(0);
        var metrics = await _server.Client.GetStringAsync(new Uri("/metrics", UriKind.Relative));
        metrics.ShouldContain("streamactors_stills_total{outcome=\"decoded\"} ");
        metrics.ShouldContain("streamactors_readers{protocol=\"still\"} 0");

        await _server.Say("inputs", "cam", "stop");
        await _server.Is("inputs", "cam", "idle");
        using var off = await Still();
        (off.StatusCode, (await off.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("detail").GetString())
            .ShouldBe((HttpStatusCode.ServiceUnavailable, "The input 'cam' has no media: it is idle (ordered off)."));
    }

    [Fact]
    public async Task A_preview_begins_with_the_tables_and_a_key_frame_and_is_a_reader_as_long_as_it_is_open()
    {
        using var limit = new CancellationTokenSource(Eventually.Timeout);
        JsonElement ticket = default;
        await Eventually.Is(async () => (ticket = await Ticket()).GetProperty("codecs").GetArrayLength() > 0, () => _server.Story);
        ticket.GetProperty("codecs").EnumerateArray().Select(c => c.GetString()).ShouldBe(["H.264", "AAC"], ignoreOrder: true);
        ticket.GetProperty("unplayable").ValueKind.ShouldBe(JsonValueKind.Null);
        using var socket = await Open(ticket, limit.Token);
        var file = _folder.At("preview.ts");
        using var received = new MemoryStream();
        do
        {
            await Receive(socket, received, limit.Token);
            await File.WriteAllBytesAsync(file, received.ToArray(), limit.Token);
        }
        while (TsTally.OfFile(file).KeyFrames < 3);
        var begin = (await File.ReadAllBytesAsync(file))[..3];
        (begin[0], ((begin[1] & 0x1F) << 8) | begin[2]).ShouldBe(((byte)0x47, 0), "the PAT comes first");
        TsTally.OfFile(file).IsClean.ShouldBeTrue($"{TsTally.OfFile(file)}");
        await using (var probe = PeerProcess.Start("ffprobe",
            ["-v", "error", "-select_streams", "v", "-show_entries", "packet=flags:stream=codec_name", "-of", "csv=p=0", file]))
        {
            (await probe.Ended()).ShouldBe(0, probe.Story);
            probe.Story.ShouldContain("h264");
            probe.Story.Split('\n').First(l => l.StartsWith('K') || l.StartsWith('_')).ShouldStartWith("K");
        }

        var reader = (await _server.Read("inputs/cam/readers")).EnumerateArray().ShouldHaveSingleItem();
        (reader.GetProperty("protocol").GetString(), reader.GetProperty("who").GetString()).ShouldBe(("preview", "local"));
        Children().ShouldBe(0, "a preview is copied, not decoded");
        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, limit.Token);
        await Readers(0);
        _server.Story.ShouldNotContain(ticket.GetProperty("ticket").GetString()!);
    }

    [Fact]
    public async Task A_preview_ends_with_the_key_behind_it_by_an_operator_and_with_the_input()
    {
        using var limit = new CancellationTokenSource(Eventually.Timeout);
        using var issued = await _server.Client.PostAsJsonAsync("/api/v1/keys", new { name = "page", role = "viewer" });
        var key = await issued.Content.ReadFromJsonAsync<JsonElement>();
        using var revoked = await Open(await Ticket(key.GetProperty("key").GetString()), limit.Token);
        using var ended = await Open(await Ticket(), limit.Token);
        await Readers(2);
        await _server.Delete("keys", key.GetProperty("id").GetString()!);
        (await Closed(revoked, limit.Token)).ShouldBe((4401, "Your credentials have expired or were revoked."));
        await Readers(1);
        var reader = (await _server.Read("inputs/cam/readers"))[0].GetProperty("id").GetString()!;
        await _server.Delete("inputs", $"cam/readers/{reader}");
        (await Closed(ended, limit.Token)).ShouldBe((1008, "Disconnected by an operator."));

        using var last = await Open(await Ticket(), limit.Token);
        await Readers(1);
        await _server.Say("inputs", "cam", "stop");
        (await Closed(last, limit.Token)).ShouldBe((1000, "The input has ended."));
    }

    private async Task<HttpResponseMessage> Still(string? tag = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("/api/v1/inputs/cam/still.jpg", UriKind.Relative));
        if (tag is not null)
            request.Headers.Add("If-None-Match", tag);
        return await _server.Client.SendAsync(request);
    }

    private async Task<JsonElement> Ticket(string? key = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/api/v1/inputs/cam/preview", UriKind.Relative));
        if (key is not null)
            request.Headers.Add("X-API-Key", key);
        using var answer = await _server.Client.SendAsync(request);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    private async Task<ClientWebSocket> Open(JsonElement ticket, CancellationToken stop)
    {
        var socket = new ClientWebSocket();
        await socket.ConnectAsync(new Uri(_server.Client.BaseAddress!.ToString().Replace("http:", "ws:", StringComparison.Ordinal)
            + $"api/v1/preview?ticket={ticket.GetProperty("ticket").GetString()}"), stop);
        return socket;
    }

    /// <summary>A whole message.</summary>
    private static async Task<WebSocketMessageType> Receive(ClientWebSocket socket, Stream to, CancellationToken stop)
    {
        var buffer = new byte[64 * 1024];
        WebSocketReceiveResult result;
        do
        {
            result = await socket.ReceiveAsync(buffer, stop);
            await to.WriteAsync(buffer.AsMemory(0, result.Count), stop);
        }
        while (!result.EndOfMessage);
        return result.MessageType;
    }

    private static async Task<(int Status, string? Reason)> Closed(ClientWebSocket socket, CancellationToken stop)
    {
        while (await Receive(socket, Stream.Null, stop) != WebSocketMessageType.Close)
        {
            // Media until then.
        }
        return ((int)socket.CloseStatus!, socket.CloseStatusDescription);
    }

    private Task Readers(int count) => Eventually.Is(async () => (await _server.Read("inputs/cam/readers")).GetArrayLength() == count,
        () => $"There are not {count} readers. {_server.Story}");

    /// <summary>Processes that the server has started and that run now.</summary>
    private int Children() => _server.Ids.Sum(id => Directory.EnumerateDirectories($"/proc/{id}/task")
        .Sum(task => ChildrenOf(task).Split(' ', StringSplitOptions.RemoveEmptyEntries).Length));

    private static string ChildrenOf(string task)
    {
        try
        {
            return File.ReadAllText(Path.Combine(task, "children"));
        }
        catch (IOException) // the thread has ended
        {
            return "";
        }
    }
}
