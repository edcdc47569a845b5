using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using StreamActors.Control;
using StreamActors.Domain.Access;
using StreamActors.Kernel;
using StreamActors.Wire;

namespace StreamActors.Http.Tests;

/// <summary>Export and import of the whole configuration.</summary>
public sealed class ExportSpecs : IAsyncLifetime
{
    private const string Passphrase = "a passphrase of the house";

    private ApiServer _api = null!;

    public async Task InitializeAsync()
    {
        _api = await ApiServer.Open();
        await Arrange(_api);
    }

    public async Task DisposeAsync() => await _api.DisposeAsync();

    [Fact]
    public async Task Only_so_many_passphrases_are_tried_at_once_and_who_comes_on_top_is_told_to_come_again()
    {
        await using var api = await ApiServer.Open();
        var vault = new Slow();
        using var desk =
            new PasswordChecks(api.Parts.GetRequiredService<IPasswords>(), vault, api.Node.Entities) { Timeout = TimeSpan.Zero };
        var operations =
            ActivatorUtilities.CreateInstance<ExportEndpoints>(api.Parts, desk).Operations.Where(o => o.Method == "POST").ToList();
        (Operation Operation, object Body)[] asked =
        [
            (operations.Single(o => o.Path == "export"), Read<ExportDraft>($$"""{"passphrase":"{{Passphrase}}"}""")),
            (operations.Single(o => o.Path == "import"), Read<ImportDraft>(
                $$$"""{"format":"streamactors/1","passphrase":"{{{Passphrase}}}","salt":"c2FsdHNhbHQ=","inputs":[{"id":"x","address":{"url":"srt://h:1","secrets":{"passphrase":"sealed:AAAA"} } }]}""")),
        ];
        var user = UserState.None with { Password = new SealedSecret(Guid.NewGuid(), "hash") };
        Task<bool?>[] others =
            [desk.IsRight(user, new Secret("one"), CancellationToken.None), desk.IsRight(user, new Secret("two"), CancellationToken.None)];
        foreach (var (operation, body) in asked)
        {
            var refused = await operation.Handle(Asked(operation, body));
            refused.RetryAfter.ShouldNotBeNull();
            refused.Value.ShouldBeOfType<Problem>().Code.ShouldBe("too-many-requests");
        }
        vault.Opened.SetResult(null);
        (await Task.WhenAll(others)).ShouldBe([false, false]);
        (await asked[0].Operation.Handle(Asked(asked[0].Operation, asked[0].Body))).Status.ShouldBe(200);
    }

    [Fact]
    public async Task A_sealed_export_makes_another_server_what_this_one_is_secrets_included()
    {
        var export = (await _api.Post("export", $$"""{"passphrase":"{{Passphrase}}"}""")).Is(200);
        export.Text.ShouldNotContain("canary");
        var file = JsonNode.Parse(export.Text)!.AsObject();
        await using var other = await ApiServer.Open();
        (await other.Post("import", file.ToJsonString())).IsRefused(400, "invalid", "passphrase");
        file["passphrase"] = "another passphrase entirely";
        (await other.Post("import", file.ToJsonString())).IsRefused(400, "invalid", "passphrase");
        file["passphrase"] = Passphrase;
        var imported = (await other.Post("import", file.ToJsonString())).Is(200).Body;
        imported.GetProperty("created").EnumerateArray().Select(i => i.GetString()).ShouldBe(["input/cam1", "input/cam2", "output/o"]);
        imported.GetProperty("refused").GetArrayLength().ShouldBe(0);
        (await other.Get("export")).Is(200).Text.ShouldBe((await _api.Get("export")).Is(200).Text);
        var key = other.Node.Vault;
        var order = (Domain.Outputs.OutputState)(await other.Node.Entities.Read(new Domain.Outputs.OutputId("o").EntityId)).Order!;
        (await key.Open(order.Config!.Address.Secrets["key"], CancellationToken.None)).ShouldNotBeNull().Reveal().ShouldBe("canary-key");
    }

    [Fact]
    public async Task A_sealed_export_that_changes_nothing_and_a_secret_that_is_given_again_change_nothing()
    {
        (await _api.Post("channels",
            """{"id":"ops","kind":"webhook","url":"https://hooks.example/x","secrets":{"signing":"canary-channel-signing-secret"}}"""))
            .Is(201);
        var before = await Versions();
        var file = JsonNode.Parse((await _api.Post("export", $$"""{"passphrase":"{{Passphrase}}"}""")).Is(200).Text)!.AsObject();
        file["passphrase"] = Passphrase;
        var again = (await _api.Post("import", file.ToJsonString())).Is(200).Body;
        again.GetProperty("unchanged").GetArrayLength().ShouldBe(4, again.GetRawText());
        (await _api.Patch("inputs/cam1", """{"address":{"secrets":{"passphrase":"canary-one-long"}}}""")).Is(200);
        (await _api.Patch("outputs/o", """{"address":{"url":"rtmp://live.example/app/canary-key"}}""")).Is(200);
        (await Versions()).ShouldBe(before);
        (await _api.Patch("inputs/cam1", """{"address":{"secrets":{"passphrase":"another-one-long"}}}""")).Is(200);
        (await Versions()).ShouldNotBe(before);
    }

    [Fact]
    public async Task A_query_that_was_stored_in_clear_is_shown_masked_kept_by_edits_and_leaves_sealed()
    {
        const string Old = "http://origin.example/live.ts?token=canary-old";
        var id = new Domain.Inputs.InputId("old").EntityId;
        await _api.Node.Entities.Ask(id, new Domain.Inputs.CreateInput(new Domain.Inputs.InputConfig("Old", new(Old), On: false)) {
            Origin = new Origin("ada") }, new CommandId(Guid.NewGuid()));
        await ApiServer.Until(async () => (await _api.Get("inputs")).Text.Contains("\"old\"", StringComparison.Ordinal));
        await ApiServer.Until(
            async () => (await _api.Get("timeline?entity=input/old")).Text.Contains("workload-assigned", StringComparison.Ordinal));
        (await _api.Get("inputs/old")).Is(200).Body.GetProperty("address").GetProperty("url").GetString()
            .ShouldBe("http://origin.example/live.ts?***");
        (await _api.Patch("inputs/old", """{"labels":{"a":"b"},"address":{"url":"http://origin.example/live.ts?***"}}""")).Is(200);
        (await Url()).ShouldBe(Old, "what is sent as it was shown is no change");
        (await _api.Get("inputs?q=canary-old")).Is(200).Body.GetProperty("total").GetInt32().ShouldBe(0, "a search is no way to guess it");
        foreach (var path in new[] { "inputs", "inputs/old/why", "export", "changes", "timeline?size=500",
            "changes/as-of?at=2099-01-01T00:00:00Z", "changes/diff?entity=input/old&from=1" })
            (await _api.Get(path)).Text.Contains("canary-old", StringComparison.Ordinal).ShouldBeFalse(path);

        var file = JsonNode.Parse((await _api.Post("export", $$"""{"passphrase":"{{Passphrase}}"}""")).Is(200).Text)!.AsObject();
        file.ToJsonString().ShouldNotContain("canary-old");
        file["passphrase"] = Passphrase;
        await using var other = await ApiServer.Open();
        (await other.Post("import", file.ToJsonString())).Is(200);
        var order = (Domain.Inputs.InputState)(await other.Node.Entities.Read(id)).Order!;
        order.Config!.Address.Url.ShouldBe("http://origin.example/live.ts");
        (await other.Node.Vault.Open(order.Config.Address.Secrets["query"], CancellationToken.None)).ShouldNotBeNull().Reveal()
            .ShouldBe("token=canary-old");

        (await _api.Patch("inputs/old", """{"address":{"secrets":{"query":"token=canary-new"}}}""")).Is(200);
        (await Url()).ShouldBe("http://origin.example/live.ts");

        async Task<string> Url() => ((Domain.Inputs.InputState)(await _api.Node.Entities.Read(id)).Order!).Config!.Address.Url;
    }

    private async Task<string> Versions() => string.Join(' ', await Task.WhenAll(
        ((string[])["inputs/cam1", "outputs/o", "channels/ops"])
            .Select(async path => (await _api.Get(path)).Is(200).Body.GetProperty("version").GetInt64())));

    [Fact]
    public async Task An_open_export_holds_no_secret_and_keeps_those_that_are_there()
    {
        var export = (await _api.Get("export")).Is(200);
        export.Text.ShouldNotContain("canary");
        export.Text.ShouldNotContain("***");
        var again = (await _api.Post("import", export.Text)).Is(200).Body;
        again.GetProperty("unchanged").GetArrayLength().ShouldBe(3, again.GetRawText());
        (await _api.Get("inputs/cam1")).Body.GetProperty("address").GetProperty("secrets").EnumerateObject()
            .Single().Name.ShouldBe("passphrase");

        await using var other = await ApiServer.Open();
        var refused = (await other.Post("import", export.Text)).Is(200).Body.GetProperty("refused").EnumerateArray().ShouldHaveSingleItem();
        refused.GetProperty("id").GetString().ShouldBe("output/o");
        refused.GetProperty("problem").GetProperty("errors")[0].GetProperty("field").GetString().ShouldBe("address.secrets.key");
    }

    [Fact]
    public async Task A_file_replaces_what_it_does_not_name_only_where_it_is_told_to()
    {
        const string File =
            """{"format":"streamactors/1","inputs":[{"id":"cam2","name":"Renamed","address":{"url":"udp://:5004"}},{"id":"bad","address":{"url":"nothing"}}]}""";
        var merged = (await _api.Post("import", File)).Is(200).Body;
        merged.GetProperty("changed").EnumerateArray().Select(i => i.GetString()).ShouldBe(["input/cam2"]);
        merged.GetProperty("refused").EnumerateArray().ShouldHaveSingleItem().GetProperty("id").GetString().ShouldBe("input/bad");
        (await _api.Get("inputs/cam1")).Is(200);
        (await _api.Post("import?mode=replace", File)).IsRefused(400, "invalid", "removals");
        (await _api.Post("import?mode=replace&removals=1", File)).IsRefused(400, "invalid", "removals");
        (await _api.Get("outputs/o")).Is(200);
        var replaced = (await _api.Post("import?mode=replace&removals=2", File)).Is(200).Body;
        replaced.GetProperty("removed").EnumerateArray().Select(i => i.GetString()).ShouldBe(["output/o", "input/cam1"]);
        (await _api.Get("inputs/cam1")).IsRefused(404, "not-found");
        (await _api.Post("import?mode=wipe", """{"format":"something/2"}""")).IsRefused(400, "invalid", "mode", "format");
    }

    [Fact]
    public async Task A_dry_run_says_what_would_come_of_a_file_and_changes_nothing()
    {
        var before = (await _api.Get("export")).Text;
        const string File = """
            {"format":"streamactors/1","inputs":[{"id":"cam2","name":"Renamed","address":{"url":"udp://:5004"}},{"id":"new","address":{"url":"test://"}},{"id":"bad","address":{"url":"nothing"}}],
             "outputs":[{"id":"o","input":"cam1","address":{"url":"rtmp://live.example/app/canary-key"}},{"id":"p","input":"new","address":{"url":"udp://10.0.0.9:7000"}},
             {"id":"q","input":"nowhere","address":{"url":"udp://10.0.0.9:7001"}}]}
            """;
        var dry = (await _api.Post("import?dry-run=true", File)).Is(200).Body;
        (Ids(dry, "created"), Ids(dry, "changed"), Ids(dry, "unchanged"), Ids(dry, "removed")).ShouldBe(
            ("input/new output/p", "input/cam2", "output/o", ""), dry.GetRawText());
        dry.GetProperty("dryRun").GetBoolean().ShouldBeTrue();
        dry.GetProperty("refused").EnumerateArray().Select(r => r.GetProperty("id").GetString()).ShouldBe(["input/bad", "output/q"]);
        var replacing =
            (await _api.Post("import?dry-run=true&mode=replace",
            """{"format":"streamactors/1","inputs":[{"id":"cam2","address":{"url":"udp://:5004"}}]}""")).Is(200).Body;
        (Ids(replacing, "unchanged"), Ids(replacing, "removed")).ShouldBe(("input/cam2", "output/o input/cam1"), replacing.GetRawText());
        (await _api.Get("export")).Text.ShouldBe(before);

        static string Ids(JsonElement view, string what) =>
            string.Join(' ', view.GetProperty(what).EnumerateArray().Select(i => i.GetString()));
    }

    [Fact]
    public async Task An_empty_file_replaces_nothing_and_an_id_twice_is_refused_with_both_places()
    {
        (await _api.Post("import?mode=replace&removals=1000000", """{"format":"streamactors/1"}""")).IsRefused(400, "invalid", "inputs");
        var twice = await _api.Post(
            "import", """{"format":"streamactors/1","inputs":[{"id":"x","address":{"url":"test://"}},{"id":"y","address":{"url":"test://"}},{"id":"x","address":{"url":"udp://:5010"}}]}""");
        twice.IsRefused(400, "invalid", "inputs[2].id");
        twice.Text.ShouldContain("inputs[0] has this one already");
        (await _api.Get("inputs/x")).IsRefused(404, "not-found");
    }

    [Fact]
    public async Task A_file_that_replaces_outputs_finds_the_places_of_those_it_removes()
    {
        static string Output(int n) => $$$"""{"id":"o{{{n}}}","input":"full","address":{"url":"udp://10.0.0.9:{{{7000 + n}}}"}}""";
        static string Of(int first, int limit) =>
            $$$"""{"format":"streamactors/1","inputs":[{"id":"full","address":{"url":"test://"},"outputLimit":{{{limit}}}}],"outputs":[{{{string.Join(',', Enumerable.Range(first, limit).Select(Output))}}}]}""";
        (await _api.Post("import?mode=replace&removals=100", Of(1, 20))).Is(200).Body.GetProperty("refused").GetArrayLength().ShouldBe(0);
        (await _api.Post("import?mode=replace&removals=100", Of(101, 20))).Is(200).Body.GetProperty("refused").GetArrayLength().ShouldBe(0);
        (await _api.Post("import?mode=replace&removals=100", Of(201, 5))).Is(200).Body.GetProperty("refused").GetArrayLength().ShouldBe(0);
        (await _api.Get("inputs/full")).Body.GetProperty("outputs").GetArrayLength().ShouldBe(5);
    }

    [Fact]
    public async Task Many_are_ordered_at_once_and_only_those_that_are_meant()
    {
        (await _api.Post("inputs/start")).IsRefused(400, "invalid", "all");
        var done = (await _api.Post("inputs/start?label=team=news")).Is(200).Body;
        done.GetProperty("done").EnumerateArray().Select(i => i.GetString()).ShouldBe(["input/cam1"]);
        (await _api.Get("inputs/cam1")).Body.GetProperty("on").GetBoolean().ShouldBeTrue();
        (await _api.Get("inputs/cam2")).Body.GetProperty("on").GetBoolean().ShouldBeFalse();
        (await _api.Post("inputs/stop?all=true")).Is(200).Body.GetProperty("done").GetArrayLength().ShouldBe(2);
        (await _api.Post("outputs/stop?input=cam1")).Is(200).Body.GetProperty("done").GetArrayLength().ShouldBe(1);
    }

    [Fact]
    public async Task Nodes_settings_logs_and_figures_are_told()
    {
        await using var api = await ApiServer.Open();
        await Arrange(api);
        (await api.Get("nodes")).Is(200).Body.EnumerateArray().ShouldHaveSingleItem().GetProperty("self").GetBoolean().ShouldBeTrue();
        (await api.Post("nodes/studio-1/drain")).IsRefused(409, "nowhere-to-go");
        (await api.Post("nodes/none/drain")).IsRefused(404, "not-found");
        (await api.Get("settings")).Is(200).Body.EnumerateArray().Single(s => s.GetProperty("key").GetString() == "node")
            .GetProperty("value").GetString().ShouldBe("studio-1");
        (await api.Get("outputs/o/logs")).Is(200).Body.GetProperty("lines").GetArrayLength().ShouldBe(0);
        (await api.Get("inputs/none/logs")).IsRefused(404, "not-found");
        (await api.Get("inputs/cam1/logs?lines=0")).IsRefused(400, "invalid", "lines");
        var figures = (await api.Get("/metrics")).Is(200);
        figures.ContentType.ShouldBe("text/plain");
        figures.Text.ShouldContain("streamactors_inputs 2\n");
        figures.Text.ShouldContain("# TYPE process_cpu_seconds_total counter\n");
        foreach (var line in figures.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            line.ShouldMatch(
                """^(# (HELP|TYPE) [a-z_:][a-z0-9_:]* .+|[a-z_:][a-z0-9_:]*(\{([a-z_]+="([^"\\]|\\.)*",?)+\})? [-+0-9.eEINaf]+)$""");
    }

    private static T Read<T>(string json)
        where T : class => ((T?)JsonSerializer.Deserialize(json, WireJson.Plain.GetTypeInfo(typeof(T))!)).ShouldNotBeNull();

    private static Call Asked(Operation operation, object body) =>
        new(new DefaultHttpContext(), Principal.Local, new CommandId(Guid.NewGuid()), null, body, null,
        Query.Of(new QueryCollection(), operation.Query));

    /// <summary>Requests in the queue for password checks do not block threads.</summary>
    private sealed class Slow : ISecrets
    {
        public TaskCompletionSource<Secret?> Opened { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public ValueTask<SealedSecret> Seal(Secret secret, CancellationToken stop) => throw new NotSupportedException();

        public ValueTask<Secret?> Open(SealedSecret secret, CancellationToken stop) => new(Opened.Task);

        public ValueTask<bool> Holds(SealedSecret box, Secret secret, CancellationToken stop) => throw new NotSupportedException();

        public ValueTask Destroy(SealedSecret secret, CancellationToken stop) => throw new NotSupportedException();
    }

    private static async Task Arrange(ApiServer api)
    {
        (await api.Post("inputs",
            """{"id":"cam1","name":"One","address":{"url":"srt://peer:9000","secrets":{"passphrase":"canary-one-long"}},"labels":{"team":"news"}}""")).Is(201);
        (await api.Post("inputs", """{"id":"cam2","address":{"url":"udp://:5004"}}""")).Is(201);
        (await api.Post("outputs", """{"id":"o","input":"cam1","address":{"url":"rtmp://live.example/app/canary-key"}}""")).Is(201);
    }
}
