using StreamActors.Control;

namespace StreamActors.Http.Tests;

public sealed class InputSpecs : IAsyncLifetime
{
    private ApiServer _api = null!;

    public async Task InitializeAsync() => _api = await ApiServer.Open();

    public async Task DisposeAsync() => await _api.DisposeAsync();

    [Fact]
    public async Task An_input_is_created_read_edited_and_removed()
    {
        var created =
            (await _api.Post("inputs", """{"id":"cam1","name":"Camera 1","address":{"url":"udp://:5004"},"labels":{"team":"news"}}"""))
            .Is(201);
        (created.ETag, created.Location).ShouldBe(("\"1\"", "/api/v1/inputs/cam1"));
        var input = (await _api.Get("inputs/cam1")).Is(200);
        input.ETag.ShouldBe("\"1\"");
        input.Body.GetProperty("name").GetString().ShouldBe("Camera 1");
        input.Body.GetProperty("on").GetBoolean().ShouldBeFalse();
        input.Body.GetProperty("stallAfter").GetString().ShouldBe("10s");
        input.Body.GetProperty("labels").GetProperty("team").GetString().ShouldBe("news");
        input.Body.GetProperty("state").GetProperty("phase").GetString().ShouldBe("idle");

        var edited =
            (await _api.Patch("inputs/cam1", """{"name":"Camera One","labels":{"team":null,"floor":"2"},"stallAfter":"1m"}""")).Is(200);
        edited.ETag.ShouldBe("\"2\"");
        edited.Body.GetProperty("name").GetString().ShouldBe("Camera One");
        edited.Body.GetProperty("stallAfter").GetString().ShouldBe("1m");
        edited.Body.GetProperty("labels").EnumerateObject().Select(l => l.Name).ShouldBe(["floor"]);
        (await _api.Get("inputs")).Is(200).Body.GetProperty("items")[0].GetProperty("name").GetString().ShouldBe("Camera One");

        (await _api.Delete("inputs/cam1")).Is(204);
        (await _api.Get("inputs/cam1")).IsRefused(404, "not-found");
        (await _api.Get("inputs")).Is(200).Body.GetProperty("total").GetInt32().ShouldBe(0);
        (await _api.Delete("inputs/cam1")).IsRefused(404, "not-found");
    }

    [Fact]
    public async Task An_input_that_never_was_is_not_found_and_not_waited_for()
    {
        var answered = new List<int>();
        for (var n = 0; n < 10 && !answered.Exists(a => a < 500); n++)
        {
            // On a busy machine many others may get in between now and then.
            var (delete, asked) = (_api.Delete($"inputs/never-{n}"), 0);
            for (; !delete.IsCompleted; asked++)
                (await _api.Get("inputs")).Is(200);
            (await delete).IsRefused(404, "not-found");
            answered.Add(asked);
        }
        answered.ShouldContain(a => a < 500, "many other requests were answered first, each time");
    }

    [Fact]
    public async Task Every_field_at_fault_is_named_at_once() => (await _api.Post(
        "inputs",
        """{"id":"Cam 1","name":"","address":{"url":"udp://host:70000","options":{}},"stallAfter":"soon","labels":{"Bad Label":"x"},"outputLimit":0}""")).IsRefused(
        400, "invalid", "id", "name", "address.url", "stallAfter", "labels.Bad Label", "outputLimit");

    [Fact]
    public async Task What_has_the_wrong_type_and_what_is_not_known_is_named_at_once() => (await _api.Post(
        "inputs",
        """{"id":1,"name":true,"address":{"options":{"ttl":1}},"on":"yes","labels":[],"colour":"red","outputLimit":1.5}""")).IsRefused(
        400, "invalid", "id", "name", "address.url", "address.options.ttl", "on", "labels", "colour", "outputLimit");

    [Fact]
    public async Task An_id_is_made_from_the_name_and_another_where_that_one_is_there()
    {
        (await _api.Post("inputs", """{"name":"Caméra 1!","address":{"url":"test://"}}""")).Is(201).Body.GetProperty("id").GetString()
            .ShouldBe("cam-ra-1");
        (await _api.Post("inputs", """{"name":"Cam ra 1","address":{"url":"test://"}}""")).Is(201).Body.GetProperty("id").GetString()
            .ShouldBe("cam-ra-1-2");
        (await _api.Post("inputs", """{"name":"Камера","address":{"url":"test://"}}""")).Is(201).Body.GetProperty("id").GetString()
            .ShouldBe("input");
        (await _api.Post("inputs", """{"address":{"url":"test://"}}""")).IsRefused(400, "invalid", "name");
    }

    [Fact]
    public async Task A_name_and_a_port_belong_to_one_input_and_the_refusal_says_to_which()
    {
        await _api.Post("inputs", """{"id":"cam1","name":"Studio","address":{"url":"udp://:5004"}}""");
        var refused = (await _api.Post("inputs", """{"id":"cam2","name":"STUDIO","address":{"url":"rtp://:5004"}}"""))
            .IsRefused(409, "taken", "name", "address.url");
        refused.Text.ShouldContain("input/cam1");
        refused.Text.ShouldContain("udp:5004");
        (await _api.Post("inputs", """{"id":"cam3","address":{"url":"srt://:5004","options":{"mode":"listener"}}}"""))
            .IsRefused(409, "taken", "address.url");

        // The reservations of a refused request are free again.
        (await _api.Post("inputs", """{"id":"cam4","name":"Fresh","address":{"url":"udp://:5004"}}"""))
            .IsRefused(409, "taken", "address.url");
        (await _api.Post("inputs", """{"id":"cam5","name":"Fresh","address":{"url":"udp://:5005"}}""")).Is(201);
    }

    [Fact]
    public async Task Multicast_groups_share_a_port_and_a_group_is_taken_once()
    {
        (await _api.Post("inputs", """{"id":"a","address":{"url":"udp://239.1.1.1:5004"}}""")).Is(201);
        (await _api.Post("inputs", """{"id":"b","address":{"url":"udp://239.1.1.2:5004"}}""")).Is(201);
        (await _api.Post("inputs", """{"id":"c","address":{"url":"udp://239.1.1.1:5004"}}""")).IsRefused(409, "taken", "address.url");
    }

    [Fact]
    public async Task A_port_that_was_given_up_by_an_edit_or_a_removal_is_free_again()
    {
        await _api.Post("inputs", """{"id":"a","address":{"url":"udp://:5004"}}""");
        (await _api.Patch("inputs/a", """{"address":{"url":"udp://:5005"}}""")).Is(200);
        await ApiServer.Until(async () => (await _api.Post("inputs", """{"id":"b","address":{"url":"udp://:5004"}}""")).Status == 201);
        (await _api.Delete("inputs/a")).Is(204);
        await ApiServer.Until(async () => (await _api.Post("inputs", """{"id":"c","address":{"url":"udp://:5005"}}""")).Status == 201);
    }

    [Fact]
    public async Task An_edit_that_is_refused_takes_nothing()
    {
        await _api.Post("inputs", """{"id":"a","name":"A","address":{"url":"udp://:5004"}}""");
        await _api.Post("inputs", """{"id":"b","name":"B","address":{"url":"udp://:5005"}}""");
        (await _api.Patch("inputs/a", """{"name":"C","address":{"url":"udp://:5005"}}""")).IsRefused(409, "taken", "address.url");
        (await _api.Patch("inputs/b", """{"name":"C"}""")).Is(200);
    }

    [Fact]
    public async Task An_edit_on_an_old_version_is_refused_and_both_versions_are_named()
    {
        await _api.Post("inputs", """{"id":"a","address":{"url":"test://"}}""");
        (await _api.Patch("inputs/a", """{"name":"B"}""", ("If-Match", "\"1\""))).Is(200);
        var refused = (await _api.Patch("inputs/a", """{"name":"C"}""", ("If-Match", "\"1\""))).IsRefused(412, "version-conflict");
        refused.Text.ShouldContain("version 2");
        refused.Text.ShouldContain("not 1");
        (await _api.Post("inputs/a/start", null, ("If-Match", "\"1\""))).IsRefused(412, "version-conflict");
        (await _api.Delete("inputs/a", ("If-Match", "\"1\""))).IsRefused(412, "version-conflict");
        (await _api.Delete("inputs/a", ("If-Match", "seven"))).IsRefused(400, "invalid", "If-Match");
        (await _api.Delete("inputs/a", ("If-Match", "*"))).Is(204);
    }

    [Fact]
    public async Task A_repeated_request_with_the_same_key_is_the_same_request()
    {
        const string Cam = """{"name":"Cam","address":{"url":"srt://peer:9000","secrets":{"passphrase":"a very long secret"}}}""";
        var first = (await _api.Post("inputs", Cam, ("Idempotency-Key", "k1"))).Is(201);
        var second = (await _api.Post("inputs", Cam, ("Idempotency-Key", "k1"))).Is(201);
        Configured(second).ShouldBe(Configured(first));
        second.ETag.ShouldBe(first.ETag);
        (await _api.Get("inputs")).Body.GetProperty("total").GetInt32().ShouldBe(1);
        (await _api.Post("inputs", Cam, ("Idempotency-Key", "k2"))).IsRefused(409, "taken", "name");
        (await _api.Post("inputs", Cam, ("Idempotency-Key", "no spaces"))).IsRefused(400, "invalid", "Idempotency-Key");
    }

    [Fact]
    public async Task A_key_with_another_body_is_refused_and_named()
    {
        // For another entity, only the node that received it before knows it.
        await using var api = await ApiServer.Open();
        (await api.Post("inputs", """{"id":"a","address":{"url":"test://"}}""", ("Idempotency-Key", "k1"))).Is(201);
        (await api.Post("inputs", """{"id":"b","address":{"url":"test://"}}""", ("Idempotency-Key", "k1")))
            .IsRefused(422, "key-reused", "Idempotency-Key").Text.ShouldContain("k1");
        (await api.Get("inputs/b")).IsRefused(404, "not-found");
        (await api.Post("inputs", """{"id":"~","address":{"url":"test://"}}""", ("Idempotency-Key", "k2"))).IsRefused(400, "invalid", "id");
        // nothing was stored for it
        (await api.Post("inputs", """{"id":"b","address":{"url":"test://"}}""", ("Idempotency-Key", "k2"))).Is(201);
        (await api.Post("inputs/start?label=x", null, ("Idempotency-Key", "k3"))).Is(200);
        (await api.Post("inputs/start?all=true", null, ("Idempotency-Key", "k3"))).IsRefused(422, "key-reused", "Idempotency-Key");
    }

    [Fact]
    public async Task After_a_restart_the_input_itself_still_knows_what_its_key_was_used_for()
    {
        var folder = Directory.CreateTempSubdirectory("sa-api-").FullName;
        await using (var first = await ApiServer.Open(folder))
            (await first.Post("inputs", """{"id":"a","address":{"url":"test://"}}""", ("Idempotency-Key", "k1"))).Is(201);
        await using (var second = await ApiServer.Open(folder))
        {
            (await second.Post("inputs", """{"id":"a","address":{"url":"test://bars"}}""", ("Idempotency-Key", "k1")))
                .IsRefused(422, "key-reused", "Idempotency-Key");
            (await second.Post("inputs", """{"id":"a","address":{"url":"test://"}}""", ("Idempotency-Key", "k1"))).Is(201);
        }
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task An_output_that_comes_is_no_change_of_its_input()
    {
        var created = (await _api.Post("inputs", """{"id":"a","address":{"url":"test://"}}""")).Is(201);
        (await _api.Post("outputs", """{"id":"o","input":"a","address":{"url":"udp://10.0.0.1:7000"}}""")).Is(201);
        var read = (await _api.Get("inputs/a")).Is(200);
        (read.ETag, read.Body.GetProperty("version").GetInt64()).ShouldBe((created.ETag, 1));
        var edited = (await _api.Patch("inputs/a", """{"name":"B"}""", ("If-Match", created.ETag!))).Is(200);
        // Created, attached to, perhaps settled, edited: the number of the change, for undo.
        var number = edited.ETag!.Trim('"');
        number.ShouldBeOneOf("3", "4");
        (await _api.Get("inputs")).Body.GetProperty("items")[0].GetProperty("version").ToString().ShouldBe(number);
        (await _api.Patch("inputs/a", """{"name":"C"}""", ("If-Match", created.ETag!)))
            .IsRefused(412, "version-conflict").Text.ShouldContain($"version {number}, not 1");
        var started = (await _api.Post("inputs/a/start", null, ("If-Match", edited.ETag!), ("Idempotency-Key", "k"))).Is(200);
        (await _api.Post("inputs/a/start", null, ("If-Match", edited.ETag!), ("Idempotency-Key", "k"))).Is(200).ETag.ShouldBe(started.ETag);
        (await _api.Post($"changes/input/a/{number}/undo")).Is(200);
    }

    [Fact]
    public async Task A_removal_says_its_number_and_can_be_undone_by_it()
    {
        (await _api.Post("inputs", """{"id":"a","address":{"url":"test://"}}""")).Is(201);
        (await _api.Delete("inputs/a")).Is(204).ETag.ShouldBe("\"2\"");
        (await _api.Post("changes/input/a/2/undo")).Is(200);
        (await _api.Get("inputs/a")).Is(200);
    }

    [Fact]
    public async Task An_id_that_is_there_is_refused_and_nothing_of_it_is_changed()
    {
        await _api.Post("inputs", """{"id":"a","name":"A","address":{"url":"udp://:5004"}}""");
        (await _api.Post("inputs", """{"id":"a","name":"B","address":{"url":"udp://:5005"}}""")).IsRefused(409, "exists");
        (await _api.Get("inputs/a")).Body.GetProperty("name").GetString().ShouldBe("A");
        (await _api.Post("inputs", """{"id":"b","name":"B","address":{"url":"udp://:5005"}}""")).Is(201);
    }

    [Fact]
    public async Task Start_stop_restart_and_retry_return_the_input()
    {
        await _api.Post("inputs", """{"id":"a","address":{"url":"udp://127.0.0.1:9"}}""");
        (await _api.Post("inputs/a/retry")).Is(200);
        (await _api.Post("inputs/a/stop")).Is(200).Body.GetProperty("on").GetBoolean().ShouldBeFalse();
        foreach (var verb in new[] { "start", "stop", "restart", "retry" })
            (await _api.Post($"inputs/none/{verb}")).IsRefused(404, "not-found");
        (await _api.Get("inputs/~")).IsRefused(404, "not-found");
        (await _api.Patch("inputs/none", "{}")).IsRefused(404, "not-found");
        (await _api.Patch("inputs/a", """{"id":"b"}""")).IsRefused(400, "invalid", "id");
    }

    private static string Configured(Answer answer) => answer.Text[..answer.Text.IndexOf("\"state\"", StringComparison.Ordinal)];
}
