using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using StreamActors.EndToEnd.Tests.Matrix;

namespace StreamActors.EndToEnd.Tests.Listening;

/// <summary>Players and other systems take the stream of an input over HTTP with a read key.</summary>
public sealed class ReadingSpecs : IAsyncLifetime
{
    private const int Many = 20;

    private readonly Scratch _folder = new();
    private LiveServer _server = null!;
    private Feed _feed = null!;
    private string _id = "";
    private string _key = "";

    public async Task InitializeAsync()
    {
        _server = await OnAirServer.Start("--streamactors.log.level=debug");
        _feed = await Feed.Open("udp", _server, "cam");
        await _server.OnAir("inputs", "cam", () => _feed.Story);
        await _server.Readable("cam");
        (_id, _key) = await _server.ReadKey("cam");
    }

    public async Task DisposeAsync()
    {
        await _feed.DisposeAsync();
        await _server.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Curl_FFmpeg_and_GStreamer_take_the_stream_from_a_key_frame_on()
    {
        var (curl, gst) = (_folder.At("curl.ts"), _folder.At("gst.ts"));
        await using var first = PeerProcess.Start("curl", ["-sSN", "-H", $"Authorization: Bearer {_key}", "-o", curl, Url]);
        await using var second = PeerProcess.Start("gst-launch-1.0",
            ["souphttpsrc", $"location={Url}", $"extra-headers=a,X-API-Key={_key}", "!", "filesink", $"location={gst}"]);
        await using var probe = PeerProcess.Start("ffprobe",
            ["-v", "error", "-read_intervals", "%+2", "-select_streams", "v", "-show_entries", "packet=flags", "-of", "csv", UrlWithKey]);
        (await probe.Ended()).ShouldBe(0, probe.Story);
        probe.Story.Split('\n').First(l => l.StartsWith("packet,", StringComparison.Ordinal)).ShouldStartWith("packet,K");
        foreach (var (file, peer) in ((string, PeerProcess)[])[(curl, first), (gst, second)])
            await Eventually.Is(() => Read(file).KeyFrames >= 3, () => $"{file}: {Read(file)} {peer.Story} {_server.Story}");
        var shown = (await _server.Read("inputs/cam/readers")).EnumerateArray().ToList();
        shown.Select(r => r.GetProperty("protocol").GetString()).ShouldAllBe(p => p == "http-ts");
        shown.Select(r => $"{r.GetProperty("who")} {r.GetProperty("key")}").Distinct().ShouldBe([$"key:{_id} lobby"]);
        await Eventually.Is(async () => (await _server.Client.GetStringAsync(new Uri("/metrics", UriKind.Relative)))
            .Contains("streamactors_readers{protocol=\"http-ts\"} 2", StringComparison.Ordinal), () => _server.Story);
        await Eventually.Is(async () => (await _server.State("inputs", "cam")).Json.GetProperty("figures").GetProperty("stream")
            .GetProperty("connections").GetInt32() == 2, () => _server.Story);
        await first.Stop();
        await second.Stop();
        foreach (var file in (string[])[curl, gst])
            Read(file).IsClean.ShouldBeTrue($"{file}: {Read(file)}");
        await Readers(0);
    }

    [Fact]
    public async Task Without_the_right_key_an_input_or_media_the_reason_is_said()
    {
        (await Get(Url)).ShouldBe((401, "unauthorized"));
        (await Get($"{Url}?key=sa_{_id}_wrong")).ShouldBe((401, "unauthorized"));
        await _server.Input("other", $"udp://127.0.0.1:{Ports.Udp()}");
        (await Get(UrlWithKey.Replace("cam.ts", "other.ts", StringComparison.Ordinal))).ShouldBe((403, "forbidden"));
        var (_, all) = await _server.ReadKey();
        (await Get($"{Base}/relay/none.ts?key={all}")).ShouldBe((404, "not-found"));
        (await Get($"{Base}/relay/other.ts?key={all}")).ShouldBe((503, "not-on-air"));
        (await Get($"{Base}/api/v1/inputs?key={all}")).ShouldBe((401, "unauthorized"));
        (await Get($"{Base}/api/v1/inputs", all)).ShouldBe((403, "forbidden"));
        using var head = await _server.Client.SendAsync(new HttpRequestMessage(HttpMethod.Head, new Uri(UrlWithKey)));
        (head.StatusCode, head.Content.Headers.ContentType!.MediaType).ShouldBe((HttpStatusCode.OK, "video/mp2t"));
        await Readers(0);
        _server.Story.ShouldNotContain(_key);
    }

    [Fact]
    public async Task A_revoked_key_and_an_operator_end_a_reader_at_once_even_one_that_does_not_read()
    {
        await using var first = Curl("one.ts");
        await Readers(1);
        var reader = (await _server.Read("inputs/cam/readers"))[0].GetProperty("id").GetString()!;
        await _server.Delete("inputs", $"cam/readers/{reader}");
        (await first.Ended()).ShouldNotBe(0, "what is cut off does not look complete");
        await using var second = Curl("two.ts");
        await using var third = Curl("three.ts");
        await Readers(2);
        await third.Signal("STOP");
        await _server.Delete("keys", _id);
        (await second.Ended()).ShouldNotBe(0);
        await Readers(0);
        await third.Signal("CONT");
        (await Get(UrlWithKey)).ShouldBe((401, "unauthorized"));
    }

    [Fact]
    public async Task One_reader_of_twenty_that_stops_reading_harms_nobody()
    {
        var readers = Enumerable.Range(0, Many).Select(n => Curl($"{n}.ts")).ToList();
        try
        {
            await Readers(Many);
            await readers[0].Signal("STOP");
            var seen = Read(_folder.At("1.ts")).KeyFrames;
            await Eventually.Is(() => Read(_folder.At("1.ts")).KeyFrames > seen + 5, () => _server.Story);
            await readers[0].Signal("CONT");
            foreach (var reader in readers.Skip(1))
                await reader.Stop();
            for (var n = 1; n < Many; n++)
                Read(_folder.At($"{n}.ts")).IsClean.ShouldBeTrue($"{n}: {Read(_folder.At($"{n}.ts"))}");
            (await _server.State("inputs", "cam")).Phase.ShouldBe("on-air");
        }
        finally
        {
            foreach (var reader in readers)
                await reader.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_source_that_restarts_continues_for_its_readers_and_an_input_that_is_stopped_ends_them()
    {
        var file = _folder.At("one.ts");
        await using var reader = Curl("one.ts");
        await Eventually.Is(() => Read(file).KeyFrames >= 2, () => $"{reader.Story} {_server.Story}");
        await _feed.Sender!.Restart();
        var seen = Read(file).KeyFrames;
        await Eventually.Is(() => Read(file).KeyFrames > seen + 4, () => $"{reader.Story} {_server.Story}");
        await _server.Say("inputs", "cam", "stop");
        (await reader.Ended()).ShouldBe(0, reader.Story);
        var all = Read(file);
        (all.StepsBack, all.SyncErrors).ShouldBe((0, 0), $"{all}");
        (await Get(UrlWithKey)).ShouldBe((503, "not-on-air"));
    }

    private string Base => _server.Client.BaseAddress!.ToString().TrimEnd('/');

    private string Url => $"{Base}/relay/cam.ts";

    private string UrlWithKey => $"{Url}?key={_key}";

    private PeerProcess Curl(string file) => PeerProcess.Start("curl", ["-sSN", "-o", _folder.At(file), UrlWithKey]);

    private static TsFigures Read(string file) => File.Exists(file) ? TsTally.OfFile(file) : new TsFigures();

    private Task Readers(int count) => Eventually.Is(async () => (await _server.Read("inputs/cam/readers")).GetArrayLength() == count,
        () => $"There are not {count} readers. {_server.Story}");

    /// <summary>Without the local key that the tests' own client sends.</summary>
    private static async Task<(int Status, string? Code)> Get(string url, string? key = null)
    {
        using var client = new HttpClient();
        if (key is not null)
            client.DefaultRequestHeaders.Add("X-API-Key", key);
        using var answer = await client.GetAsync(new Uri(url), HttpCompletionOption.ResponseHeadersRead);
        var json = await answer.Content.ReadFromJsonAsync<JsonElement>();
        return ((int)answer.StatusCode, json.GetProperty("code").GetString());
    }
}
