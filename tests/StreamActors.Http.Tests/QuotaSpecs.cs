using StreamActors.Control;

namespace StreamActors.Http.Tests;

/// <summary>Quotas.</summary>
public sealed class QuotaSpecs
{
    [Fact]
    public async Task What_would_be_more_than_may_be_is_refused_with_the_number_and_what_to_do()
    {
        await using var api =
            await ApiServer.Open(
            more: o => o with { Quota = new() { Inputs = 2, Outputs = 1, Channels = 1, AlertRules = 1, Keys = 1, Users = 1 } });
        const string One = """{"id":"one","address":{"url":"udp://:5004"}}""";
        (await api.Post("inputs", One, ("Idempotency-Key", "k"))).Is(201);
        (await api.Post("inputs", """{"id":"two","address":{"url":"udp://:5005"}}""")).Is(201);
        var refused =
            (await api.Post("inputs", """{"id":"three","address":{"url":"udp://:5006"}}""")).IsRefused(409, "quota", "quota.inputs");
        refused.Body.GetProperty("errors")[0].GetProperty("value").GetString().ShouldBe("2");
        (await api.Post("inputs", One, ("Idempotency-Key", "k"))).Is(201); // the same request again, not one more
        (await api.Patch("inputs/two", """{"name":"Two"}""")).Is(200);

        (await api.Delete("inputs/two")).Is(204);
        (await api.Post("inputs", """{"id":"three","address":{"url":"udp://:5006"}}""")).Is(201);
        (await api.Post("changes/input/two/3/undo")).IsRefused(409, "quota", "quota.inputs");
        (await api.Post("import", """{"format":"streamactors/1","inputs":[{"id":"four","address":{"url":"udp://:5007"}}]}""")).Is(200)
            .Body.GetProperty("refused")[0].GetProperty("problem").GetProperty("code").GetString().ShouldBe("quota");
    }

    [Theory]
    [InlineData("outputs", """{"id":"N","input":"cam","address":{"url":"udp://127.0.0.1:600N"}}""")]
    [InlineData("channels",
        """{"id":"N","kind":"webhook","url":"https://hooks.example/N","secrets":{"signing":"a secret that both sides know"}}""")]
    [InlineData("alert-rules", """{"id":"nN","condition":"stalled","severity":"warning"}""")]
    [InlineData("keys", """{"name":"N","role":"viewer"}""")]
    [InlineData("users", """{"id":"uN","role":"viewer","password":"correct horse battery"}""")]
    public async Task Each_kind_has_its_own(string things, string draft)
    {
        await using var api =
            await ApiServer.Open(more: o => o with { Quota = new() { Outputs = 1, Channels = 1, AlertRules = 1, Keys = 1, Users = 1 } },
            reach: StreamActors.Ffmpeg.Reach.Loopback);
        (await api.Post("inputs", """{"id":"cam","address":{"url":"test://"}}""")).Is(201);
        (await api.Post(things, draft.Replace("N", "1", StringComparison.Ordinal))).Is(201);
        (await api.Post(things, draft.Replace("N", "2", StringComparison.Ordinal))).IsRefused(409, "quota", $"quota.{things}");
    }
}
