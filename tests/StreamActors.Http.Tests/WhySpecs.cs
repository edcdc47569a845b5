using System.Text.Json;
using StreamActors.Testing.Peers;

namespace StreamActors.Http.Tests;

/// <summary>The reason of a state in one response.</summary>
public sealed class WhySpecs : IAsyncLifetime
{
    private ApiServer _api = null!;

    public async Task InitializeAsync()
    {
        _api = await ApiServer.Open();
        (await _api.Post("inputs", $$$"""{"id":"a","address":{"url":"udp://127.0.0.1:{{{Ports.Udp()}}}"},"on":true}""")).Is(201);
        (await _api.Post("outputs", """{"id":"o","input":"a","address":{"url":"udp://127.0.0.1:10"},"on":true}""")).Is(201);
    }

    public async Task DisposeAsync() => await _api.DisposeAsync();

    [Fact]
    public async Task The_timeline_of_an_output_tells_its_moves_and_failures_also_after_it_was_removed()
    {
        (await _api.Post("inputs", """{"id":"told","address":{"url":"srt://peer:9000"}}""")).Is(201);
        (await _api.Post("outputs", """{"id":"off","input":"told","on":true,"address":{"url":"udp://10.0.0.7:7000"}}""")).Is(201);
        await ApiServer.Until(async () => (await Told("entity=output/off")).Contains("workload-moved"));
        (await Told("entity=output/off")).ShouldContain("output-created");
        (await _api.Get("timeline?entity=output/off")).Body.GetProperty("items").EnumerateArray()
            .Where(i => i.GetProperty("kind").GetString() == "workload")
            .ShouldAllBe(i => i.GetProperty("owner").GetString() == "output/off");
        (await Told("entity=output/off&kind=output")).ShouldBe(["output-created"]);
        await ApiServer.Until(async () => (await Told("entity=input/told")).Contains("workload-assigned"));

        await ApiServer.Until(async () => // nothing was added in between
        {
            var first = (await _api.Get("timeline?entity=output/off&size=2")).Body;
            var rest = (await _api.Get($"timeline?entity=output/off&size=500&before={first.GetProperty("next").GetString()}")).Body;
            return first.GetProperty("items").GetArrayLength() + rest.GetProperty("items").GetArrayLength()
                == (await Told("entity=output/off&size=500")).Count;
        });

        (await _api.Delete("outputs/off")).Is(204);
        await ApiServer.Until(async () => (await Told("entity=output/off")).Contains("workload-retired"));

        async Task<IReadOnlyList<string>> Told(string query) =>
            [.. (await _api.Get($"timeline?{query}")).Is(200).Body.GetProperty("items").EnumerateArray()
            .Select(i => i.GetProperty("name").GetString()!)];
    }

    [Fact]
    public async Task An_output_tells_its_state_its_inputs_and_what_happened_to_it_and_to_its_work()
    {
        await ApiServer.Until(async () => Names((await _api.Get("outputs/o/why")).Is(200).Body.GetProperty("past")) is var names
            && names.Contains("workload-assigned") && names.Contains("output-created"));

        var why = (await _api.Get("outputs/o/why")).Body;
        (why.GetProperty("kind").GetString(), why.GetProperty("id").GetString(), why.GetProperty("on").GetBoolean()).ShouldBe(
            ("output", "o", true));
        why.GetProperty("state").GetProperty("phase").GetString().ShouldNotBeNullOrEmpty();
        why.GetProperty("input").GetString().ShouldBe("a");
        why.GetProperty("inputState").GetProperty("workload").GetString().ShouldBe("a~in~a~0");
        (await _api.Get("inputs/a/why")).Is(200).Body.GetProperty("inputState").ValueKind.ShouldBe(JsonValueKind.Null);
        (await _api.Get("outputs/o/stats")).Is(200).Body.GetProperty("phase").GetString().ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public async Task A_history_is_read_page_by_page_and_misses_nothing()
    {
        await ApiServer.Until(
            async () => Names((await _api.Get("outputs/o/history")).Is(200).Body.GetProperty("items")).Contains("workload-assigned"));
        (await _api.Post("outputs/o/stop")).Is(200);
        await ApiServer.Until(async () => (await _api.Get("outputs/o/history?size=1")).Body.GetProperty("items")[0].GetProperty("detail")
            .GetRawText().Contains("\"idle\"", StringComparison.Ordinal));

        await ApiServer.Until(async () => (await Paged()).SequenceEqual(Texts( // nothing was added in between
            (await _api.Get("outputs/o/history?size=500")).Body), StringComparer.Ordinal));

        async Task<List<string>> Paged()
        {
            List<string> paged = [];
            for (string? next = ""; next is not null;)
            {
                var page = (await _api.Get($"outputs/o/history?size=2{(next.Length > 0 ? $"&before={next}" : "")}")).Is(200).Body;
                paged.AddRange(Texts(page));
                next = page.GetProperty("next").GetString();
            }
            return paged;
        }

        static IEnumerable<string> Texts(JsonElement page) => page.GetProperty("items").EnumerateArray().Select(i => i.GetRawText());
    }

    [Theory]
    [InlineData("inputs/none/why")]
    [InlineData("outputs/none/stats")]
    [InlineData("outputs/a~b/history")]
    public async Task An_unknown_id_has_no_history(string path) => (await _api.Get(path)).IsRefused(404, "not-found");

    private static List<string?> Names(JsonElement entries) => [.. entries.EnumerateArray().Select(e => e.GetProperty("name").GetString())];
}
