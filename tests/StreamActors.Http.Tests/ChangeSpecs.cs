using System.Text.Json;
using StreamActors.Testing;

namespace StreamActors.Http.Tests;

/// <summary>Changes with author, and undo.</summary>
public sealed class ChangeSpecs : IAsyncLifetime
{
    private ApiServer _api = null!;

    public async Task InitializeAsync()
    {
        _api = await ApiServer.Open();
        (await _api.Post("inputs",
            """{"id":"cam1","name":"One","address":{"url":"srt://peer:9000","secrets":{"passphrase":"canary-one-long"}},"labels":{"a.b":"1"}}""")).Is(201);
        (await _api.Patch("inputs/cam1", """{"name":"Two","stallAfter":"20s"}""")).Is(200);
        (await _api.Patch("inputs/cam1", """{"labels":{"a.b":"2"},"address":{"secrets":{"passphrase":"canary-two-long"}}}""")).Is(200);
    }

    public async Task DisposeAsync() => await _api.DisposeAsync();

    [Fact]
    public async Task Every_change_says_who_when_before_and_after_and_no_secret()
    {
        var answer = (await _api.Get("changes?entity=input/cam1")).Is(200);
        answer.Text.ShouldNotContain("canary");
        var changes = answer.Body.GetProperty("items").EnumerateArray().ToList();
        changes.Select(c => c.GetProperty("id").GetString()).ShouldBe(["input/cam1#3", "input/cam1#2", "input/cam1#1"]);
        changes[0].GetProperty("who").GetString().ShouldBe("local");
        Fields(changes[0]).ShouldBe(["address.secrets.passphrase", "labels.a.b"]);
        Fields(changes[1]).ShouldBe(["name", "stallAfter"]);
        changes[1].GetProperty("before").GetProperty("name").GetString().ShouldBe("One");
        changes[1].GetProperty("after").GetProperty("name").GetString().ShouldBe("Two");
        changes[2].GetProperty("before").ValueKind.ShouldBe(JsonValueKind.Null);

        var page = (await _api.Get("changes?size=2")).Is(200).Body;
        var rest = (await _api.Get($"changes?size=2&before={page.GetProperty("next").GetString()}")).Is(200).Body;
        rest.GetProperty("items").EnumerateArray().Select(c => c.GetProperty("id").GetString()).ShouldBe(["input/cam1#1"]);
        (await _api.Get("changes?kind=output")).Is(200).Body.GetProperty("items").GetArrayLength().ShouldBe(0);
        (await _api.Get("changes?entity=cam1&kind=x&from=yesterday&before=here&size=0"))
            .IsRefused(400, "invalid", "entity", "kind", "from", "before", "size");
    }

    [Fact]
    public async Task An_undo_or_an_edit_whose_answer_was_lost_is_asked_again_and_is_the_same()
    {
        var undone = (await _api.Post("changes/input/cam1/2/undo", null, ("Idempotency-Key", "back"))).Is(200);
        var again = (await _api.Post("changes/input/cam1/2/undo", null, ("Idempotency-Key", "back"))).Is(200);
        (again.ETag, again.Body.GetProperty("id").GetString()).ShouldBe((undone.ETag, undone.Body.GetProperty("id").GetString()));

        (await _api.Patch("inputs/cam1", """{"name":"Three"}""", ("Idempotency-Key", "three"))).Is(200);
        (await _api.Patch("inputs/cam1", """{"name":"Four"}""")).Is(200);
        await ApiServer.Until(
            async () => (await _api.Post("inputs", """{"id":"cam2","name":"Three","address":{"url":"srt://peer:9001"}}""")).Status == 201);
        (await _api.Patch("inputs/cam1", """{"name":"Three"}""", ("Idempotency-Key", "three"))).Is(200).Body.GetProperty("name").GetString()
            .ShouldBe("Four");
    }

    [Fact]
    public async Task An_output_that_comes_and_goes_is_no_change_of_its_input()
    {
        (await _api.Post("outputs", """{"id":"o","input":"cam1","address":{"url":"udp://10.0.0.1:7000"}}""")).Is(201);
        (await _api.Delete("outputs/o")).Is(204);
        await ApiServer.Until(async () => (await _api.Get("inputs/cam1")).Body.GetProperty("outputs").GetArrayLength() == 0);
        (await _api.Get("changes?entity=input/cam1")).Is(200).Body.GetProperty("items").GetArrayLength().ShouldBe(3);
    }

    [Fact]
    public async Task Two_versions_are_compared_and_an_earlier_time_is_read()
    {
        Fields((await _api.Get("changes/diff?entity=input/cam1&from=1&to=2")).Is(200).Body).ShouldBe(["name", "stallAfter"]);
        Fields((await _api.Get("changes/diff?entity=input/cam1&from=1")).Is(200).Body)
            .ShouldBe(["address.secrets.passphrase", "labels.a.b", "name", "stallAfter"]);
        (await _api.Get("changes/diff?entity=input/none")).IsRefused(404, "not-found");
        (await _api.Get("changes/diff")).IsRefused(400, "invalid", "entity");

        var first = (await _api.Get("changes?entity=input/cam1")).Body.GetProperty("items")[2].GetProperty("at").GetDateTimeOffset();
        var then = (await _api.Get($"changes/as-of?at={Uri.EscapeDataString(first.ToString("O"))}")).Is(200);
        then.Text.ShouldNotContain("canary");
        then.Body.GetProperty("inputs")[0].GetProperty("name").GetString().ShouldBe("One");
        (await _api.Get("changes/as-of?at=2001-01-01T00:00:00Z")).Is(200).Body.GetProperty("inputs").GetArrayLength().ShouldBe(0);
        (await _api.Get("changes/as-of")).IsRefused(400, "invalid", "at");
    }

    [Fact]
    public async Task A_change_is_undone_by_a_new_one_and_only_what_it_touched()
    {
        var undone = (await _api.Post("changes/input/cam1/2/undo")).Is(200);
        undone.Body.GetProperty("why").GetString().ShouldBe("undoes: input/cam1#2");
        var now = (await _api.Get("inputs/cam1")).Body;
        (now.GetProperty("name").GetString(), now.GetProperty("stallAfter").GetString(),
            now.GetProperty("labels").GetProperty("a.b").GetString()).ShouldBe(("One", "10s", "2"));
        (await _api.Post("changes/input/cam1/2/undo")).IsRefused(409, "cannot-undo", "name", "stallAfter");
        // An undo is a change like any other, and can be undone.
        (await _api.Post("changes/input/cam1/4/undo")).Is(200);
        (await _api.Get("inputs/cam1")).Body.GetProperty("name").GetString().ShouldBe("Two");
        // A replaced secret is restored without being shown.
        (await _api.Post("changes/input/cam1/3/undo")).Is(200).Text.ShouldNotContain("canary");
    }

    [Fact]
    public async Task What_was_taken_since_is_not_taken_back()
    {
        await ApiServer.Until(
            async () => (await _api.Post("inputs", """{"id":"cam2","name":"One","address":{"url":"test://"}}""")).Status == 201);
        (await _api.Post("changes/input/cam1/2/undo")).IsRefused(409, "taken", "name").Text.ShouldContain("input/cam2");
        (await _api.Get("inputs/cam1")).Body.GetProperty("name").GetString().ShouldBe("Two");
    }

    [Fact]
    public async Task A_removal_and_a_creation_are_undone_too()
    {
        (await _api.Post("outputs", """{"id":"o","input":"cam1","address":{"url":"rtmp://live.example/app/key-one"}}""")).Is(201);
        (await _api.Delete("outputs/o")).Is(204);
        await ApiServer.Until(async () => (await _api.Post("changes/output/o/2/undo")).Status == 200);
        var again = (await _api.Get("outputs/o")).Is(200).Body;
        again.GetProperty("address").GetProperty("secrets").GetProperty("key").GetString().ShouldBe("***");
        (await _api.Post("changes/output/o/3/undo")).Is(200); // the creation by the undo
        (await _api.Get("outputs/o")).IsRefused(404, "not-found");
        (await _api.Post("changes/output/o/9/undo")).IsRefused(404, "not-found");
        (await _api.Post("changes/kitchen/o/1/undo")).IsRefused(404, "not-found");
    }

    [Fact]
    public async Task The_timeline_tells_what_happened_page_by_page_without_secrets()
    {
        await ApiServer.Until(
            async () => (await _api.Get("timeline?entity=input/cam1&kind=input")).Body.GetProperty("items").GetArrayLength() == 3);
        var page = (await _api.Get("timeline?kind=input&size=2")).Is(200);
        page.Text.ShouldNotContain("canary");
        page.Body.GetProperty("items")[0].GetProperty("name").GetString().ShouldBe("input-edited");
        var rest = (await _api.Get($"timeline?kind=input&size=2&before={page.Body.GetProperty("next").GetString()}")).Is(200).Body;
        rest.GetProperty("items").EnumerateArray().ShouldHaveSingleItem().GetProperty("name").GetString().ShouldBe("input-created");
        (await _api.Get("timeline?before=4711@99999999999999999999")).IsRefused(400, "invalid", "before");
    }

    [Fact]
    public async Task Refusals_are_in_the_timeline_with_their_author()
    {
        (await _api.Patch("inputs/cam1", """{"name":""}""")).IsRefused(400, "invalid", "name");
        var refused = default(JsonElement);
        await ApiServer.Until(async () =>
        {
            refused = (await _api.Get("timeline?entity=input/cam1&kind=input&size=1")).Body.GetProperty("items")[0];
            return refused.GetProperty("name").GetString() == "request-refused";
        });
        refused.GetProperty("who").GetString().ShouldBe("local");
        refused.GetProperty("detail").GetRawText().ShouldBe("""{"method":"PATCH","path":"inputs/{id}","code":"invalid"}""");
    }

    [Fact]
    public async Task History_is_the_same_on_PostgreSQL()
    {
        await using var api = await ApiServer.Open(postgres: await (await PostgresServer.Shared()).NewDatabase());
        (await api.Post("inputs", """{"id":"cam1","name":"One","address":{"url":"udp://:5004"}}""")).Is(201);
        (await api.Patch("inputs/cam1", """{"name":"Two"}""")).Is(200);
        (await api.Get("changes?entity=input/cam1&kind=input&from=2001-01-01T00:00:00Z")).Is(200).Body.GetProperty("items").EnumerateArray()
            .Select(c => c.GetProperty("number").GetInt64()).ShouldBe([2, 1]);
        (await api.Post("changes/input/cam1/2/undo")).Is(200);
        await ApiServer.Until(
            async () => (await api.Get("timeline?entity=input/cam1&kind=input")).Is(200).Body.GetProperty("items").GetArrayLength() == 3);
    }

    private static IEnumerable<string?> Fields(JsonElement change) =>
        change.GetProperty("differences").EnumerateArray().Select(d => d.GetProperty("field").GetString());
}
