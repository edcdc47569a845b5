using System.Text.Json;
using System.Text.Json.Nodes;
using StreamActors.EndToEnd.Tests.Peers;

namespace StreamActors.EndToEnd.Tests.Breaks;

/// <summary>A real server sends an alert for a real output that parks: once, and once more when it is resolved.</summary>
public sealed class AlertSpecs
{
    private const string Key = "a key that both sides know";

    [Fact]
    public async Task A_parked_output_is_reported_once_over_a_server_kill_and_resolved_after_a_retry()
    {
        await using var setup = await FaultSetup.Open();
        using var desk = new HookReceiver();
        desk.Answers.Enqueue(503); // the first attempt fails
        var nginx = setup.Keep(await NginxRtmp.Start());
        await Create(setup, "channels",
            $$"""{"id":"desk","kind":"webhook","url":"{{desk.Url}}","secrets":{"signing":"{{Key}}"},"gather":"1s","spacing":"1s"}""");
        // Other alerts of a busy machine (a node that seems lost for a moment) are filtered out.
        foreach (var rule in (await setup.Server.Read("alert-rules")).GetProperty("items").EnumerateArray()
            .Select(r => r.GetProperty("id").GetString()!).Where(r => r != "parked"))
            await setup.Server.Edit("alert-rules", rule, new JsonObject { ["on"] = false });

        await setup.Server.Output("tv", "cam", nginx.Url("asks"), ("!key", "sesame"));
        await Told(2);
        var (first, again) = (desk.Received.ElementAt(0), desk.Received.ElementAt(1));
        first.IsSignedWith(Key).ShouldBeTrue();
        again.IsSignedWith(Key).ShouldBeTrue();
        again.Body.ShouldBe(first.Body);
        first.Text.ShouldNotContain("sesame");
        Alert(first).ShouldBe(("parked~output~tv", "firing"));
        await Eventually.Is(async () => (await State()).GetProperty("sent").GetInt32() == 1, () => setup.Server.Story);

        await setup.Server.Kill();
        await setup.Server.Up();
        await setup.Server.Is("outputs", "tv", "parked");
        nginx.Validator.Accepts = true;
        await setup.Server.Say("outputs", "tv", "retry");
        await Told(3);
        Alert(desk.Received.ElementAt(2)).ShouldBe(("parked~output~tv", "resolved"));
        desk.Received.Count.ShouldBe(3);
        (await setup.Server.Read("alerts/parked~output~tv")).GetProperty("times").GetInt32().ShouldBe(1);
        await Eventually.Is(async () => (await setup.Server.Read("timeline?entity=alert/parked~output~tv")).GetProperty("items")
            .EnumerateArray().Select(i => i.GetProperty("name").GetString()!).SequenceEqual(["alert-resolved", "alert-fired"]),
            () => setup.Server.Story);

        async Task Told(int count) => await Eventually.Is(() => desk.Received.Count >= count,
            () => $"{desk.Received.Count} came. {setup.Server.Story}", TimeSpan.FromSeconds(90));
        async Task<JsonElement> State() => (await setup.Server.Read("channels/desk")).GetProperty("state");
    }

    private static (string?, string?) Alert(Hook hook)
    {
        var alert = JsonDocument.Parse(hook.Body).RootElement.GetProperty("alerts").EnumerateArray().Single();
        return (alert.GetProperty("id").GetString(), alert.GetProperty("state").GetString());
    }

    private static async Task Create(FaultSetup setup, string things, string json)
    {
        using var content = new StringContent(json, System.Text.Encoding.UTF8, "application/json");
        using var answer = await setup.Server.Client.PostAsync(new Uri($"/api/v1/{things}", UriKind.Relative), content);
        answer.IsSuccessStatusCode.ShouldBeTrue(await answer.Content.ReadAsStringAsync());
    }
}
