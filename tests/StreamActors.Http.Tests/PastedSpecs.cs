using System.Text.Json;
using StreamActors.Kernel;

namespace StreamActors.Http.Tests;

/// <summary>URLs as people paste them, in every operation that accepts one.</summary>
public sealed class PastedSpecs : IAsyncLifetime
{
    private ApiServer _api = null!;

    public async Task InitializeAsync() => _api = await ApiServer.Open();

    public async Task DisposeAsync() => await _api.DisposeAsync();

    [Fact]
    public async Task A_query_becomes_options_and_secrets_when_something_is_created_edited_and_imported()
    {
        Shown(await _api.Post("inputs", """{"id":"a","address":{"url":"srt://:9000?mode=listener&latency=200&passphrase=canary-0123"}}"""))
            .ShouldBe("""srt://:9000 {"latency-ms":"200","mode":"listener"} {"passphrase":"***"}""");
        Shown(await _api.Patch("inputs/a", """{"address":{"url":"srt://:9001?mode=listener&latency=90"}}"""))
            .ShouldBe("""srt://:9001 {"latency-ms":"90","mode":"listener"} {"passphrase":"***"}""", "a new URL brings its options with it");
        Shown(await _api.Post("inputs", """{"id":"c","address":{"url":"udp://@239.1.1.1:5004?localaddr=192.0.2.1"}}"""))
            .ShouldBe("""udp://239.1.1.1:5004 {"interface":"192.0.2.1"} {}""");
        (await _api.Post("import", """{"format":"streamactors/1","inputs":[{"id":"b","address":{"url":"test://?pattern=bars"}}]}"""))
            .Is(200);
        Shown(await _api.Get("inputs/b")).ShouldBe("""test:// {"pattern":"bars"} {}""");
        Shown(await _api.Post("outputs",
            """{"id":"o","input":"b","address":{"url":"srt://peer:9000?pbkeylen=32&passphrase=canary-0123"}}"""))
            .ShouldBe("""srt://peer:9000 {"key-length":"32"} {"passphrase":"***"}""");
    }

    [Fact]
    public async Task What_cannot_be_done_is_refused_by_its_name_and_nothing_is_stored()
    {
        (await _api.Post("inputs", """{"id":"a","address":{"url":"srt://peer:9000?mode=rendezvous"}}"""))
            .IsRefused(400, "invalid", "address.url").Text.ShouldContain("rendezvous");
        (await _api.Post("inputs", """{"id":"a","address":{"url":"udp://:5004?fifo_size=9"}}"""))
            .IsRefused(400, "invalid", "address.url").Text.ShouldContain("fifo_size");
        (await _api.Post("inputs", """{"id":"a","address":{"url":"srt://peer:9000?mode=caller","options":{"mode":"listener"}}}"""))
            .IsRefused(400, "invalid", "address.url").Text.ShouldContain("give it once");
        var two = (await _api.Post("inputs",
            """{"id":"a","address":{"url":"srt://peer:9000?passphrase=canary-0123","secrets":{"passphrase":"canary-4567"}}}"""))
            .IsRefused(400, "invalid", "address.url");
        two.Text.ShouldNotContain("canary");
        (await _api.Get("inputs/a")).IsRefused(404, "not-found");
    }

    [Fact]
    public async Task The_token_of_an_RTMP_input_is_part_of_its_key()
    {
        var created = await _api.Post("inputs", """{"id":"a","address":{"url":"rtmp://origin.example/live/studio?token=canary"}}""");
        Shown(created).ShouldBe("""rtmp://origin.example/live {} {"key":"***"}""");
        created.Text.ShouldNotContain("canary");
        Shown(await _api.Post("outputs", """{"id":"o","input":"a","address":{"url":"rtmp://x.example/live2?backup=1/canary"}}"""))
            .ShouldBe("""rtmp://x.example/live2 {} {"key":"***","query":"***"}""");
        (await _api.Post("outputs", """{"id":"p","input":"a","address":{"url":"rtmp://x.example/live2?backup=1/canary"}}"""))
            .IsRefused(409, "taken", "address.url");
        Shown(await _api.Post("outputs", """{"id":"p","input":"a","address":{"url":"rtmp://x.example/live2/canary"}}"""))
            .ShouldBe("""rtmp://x.example/live2 {} {"key":"***"}""");
    }

    [Fact]
    public async Task What_was_stored_with_a_query_before_is_kept_by_edits_and_leaves_as_it_would_be_given_today()
    {
        var id = new Domain.Inputs.InputId("old").EntityId;
        var config = new Domain.Inputs.InputConfig("Old", new("rtmp://origin.example/live/studio?token=canary"), On: false);
        await _api.Node.Entities.Ask(id, new Domain.Inputs.CreateInput(config) { Origin = new Origin("ada") },
            new CommandId(Guid.NewGuid()));
        var udp = new Domain.Inputs.InputId("udp").EntityId;
        config = new Domain.Inputs.InputConfig("Older", new("udp://:5004?fifo_size=9"), On: false);
        await _api.Node.Entities.Ask(udp, new Domain.Inputs.CreateInput(config) { Origin = new Origin("ada") },
            new CommandId(Guid.NewGuid()));
        await ApiServer.Until(async () => (await _api.Get("inputs")).Body.GetProperty("total").GetInt32() == 2);
        (await _api.Patch("inputs/old", """{"address":{"url":"rtmp://other.example/live/studio?***"}}"""))
            .Is(400).Text.ShouldContain("is only a mask");

        (await _api.Patch("inputs/udp", """{"labels":{"a":"b"}}""")).Is(200).Body.GetProperty("address").GetProperty("url").GetString()
            .ShouldBe("udp://:5004?fifo_size=9");
        var edited = (await _api.Patch("inputs/old", """{"labels":{"a":"b"}}""")).Is(200);
        Shown(edited).ShouldBe("rtmp://origin.example/live/studio?*** {} {}");
        edited.Text.ShouldNotContain("canary");

        var file = (await _api.Post("export", """{"passphrase":"correct horse battery staple"}""")).Is(200).Text;
        file.ShouldNotContain("canary");
        await using var other = await ApiServer.Open();
        var imported = System.Text.Json.Nodes.JsonNode.Parse(file)!.AsObject();
        imported["passphrase"] = "correct horse battery staple";
        imported["inputs"]!.AsArray().RemoveAt(1);
        (await other.Post("import", imported.ToJsonString())).Is(200);
        var order = (Domain.Inputs.InputState)(await other.Node.Entities.Read(id)).Order!;
        order.Config!.Address.Url.ShouldBe("rtmp://origin.example/live");
        (await other.Node.Vault.Open(order.Config.Address.Secrets["key"], CancellationToken.None)).ShouldNotBeNull().Reveal()
            .ShouldBe("studio?token=canary");
    }

    private static string Shown(Answer answer)
    {
        answer.Status.ShouldBeInRange(200, 201, answer.Text);
        var address = answer.Body.GetProperty("address");
        return $"{address.GetProperty("url").GetString()} {Part("options")} {Part("secrets")}";

        string Part(string name) => JsonSerializer.Serialize(address.GetProperty(name), JsonSerializerOptions.Web);
    }
}
