using System.Net;

namespace StreamActors.Pbm.Tests;

public sealed class VerbsSpecs
{
    [Fact]
    public async Task Status_tells_of_this_node_and_of_the_others() => (await Ask(
        """
        {"status":"healthy","version":"0.1.0","node":"one","runtime":"cluster","members":[
            {"node":"one","address":"akka.tcp://streamactors@127.0.0.1:4053","status":"up","since":"2026-01-02T03:04:05Z"},
            {"node":"two","address":"akka.tcp://streamactors@127.0.0.1:4054","status":"unreachable","since":"2026-01-02T03:04:06Z"}],
         "started":"2026-01-02T03:04:00Z","checks":[{"name":"database","status":"ok","says":"answers"}]}
        """,
        v => v.Status(default), "/api/health")).ShouldBe(
        [
            "one is healthy: StreamActors 0.1.0, cluster, since 2026-01-02T03:04:00Z",
            "node  status       address                                 since",
            "one   up           akka.tcp://streamactors@127.0.0.1:4053  2026-01-02T03:04:05Z",
            "two   unreachable  akka.tcp://streamactors@127.0.0.1:4054  2026-01-02T03:04:06Z",
        ]);

    [Fact]
    public async Task Status_of_a_node_that_is_ill_says_what_it_has() => (await Ask(
        """{"status":"unhealthy","version":"0.1.0","node":"one","runtime":"cluster","members":[],"started":"x","checks":[{"name":"database","status":"failed","says":"away"}]}""",
        v => v.Status(default), "/api/health", HttpStatusCode.ServiceUnavailable)).ShouldContain("database failed: away");

    [Fact]
    public async Task Entities_come_as_a_table_and_say_how_to_go_on() => (await Ask(
        """{"entities":[{"kind":"input","id":"studio","version":12,"changed":"x","wanted":true},{"kind":"input","id":"b","version":3,"changed":"y","wanted":false}],"next":"b"}""",
        v => v.Entities("input", null, default), "/api/v1/entities?kind=input&after=")).ShouldBe(
        [
            "id      version  changed  wanted",
            "studio  12       x        yes",
            "b       3        y        no",
            "More: entities -k input -a b",
        ]);

    [Fact]
    public async Task A_kind_without_entities_is_said_to_have_none() => (await Ask(
        """{"entities":[],"next":null}""", v => v.Entities("input", "z", default), "/api/v1/entities?kind=input&after=z"))
        .ShouldBe(["No entity of kind 'input' after 'z'."]);

    [Theory]
    [InlineData("\"two\"", "input/studio is awake on two.")]
    [InlineData("null", "input/studio is awake nowhere.")]
    public async Task Where_says_on_which_node_or_that_it_is_nowhere(string node, string said) => (await Ask(
        $$"""{"kind":"input","id":"studio","node":{{node}}}""", v => v.Where("input/studio", default),
        "/api/v1/entities/input/studio/where")).ShouldBe([said]);

    [Theory]
    [InlineData("studio")]
    [InlineData("input/")]
    [InlineData("a/b/c")]
    public async Task What_is_no_id_is_said_to_be_none_and_nobody_is_asked(string id) =>
        (await Should.ThrowAsync<VerbFailedException>(() => Ask("{}", v => v.Where(id, default), "nothing"))).Message.ShouldContain(
        "kind/id");

    [Fact]
    public async Task Journal_tells_how_far_its_readers_have_come() => (await Ask(
        """{"database":"SQLite","where":"SQLite at x","schemaVersion":1,"position":203,"commits":9,"readers":[{"name":"projection:wanted","position":200,"behind":3}]}""",
        v => v.Journal(default), "/api/v1/journal")).ShouldBe(
        [
            "SQLite at x: position 203, schema 1",
            "reader             position  behind",
            "projection:wanted  200       3",
        ]);

    [Fact]
    public async Task A_refusal_is_told_in_the_node_s_own_words() =>
        (await Should.ThrowAsync<VerbFailedException>(() => Ask("""{"status":400,"code":"invalid","detail":"Say which kind."}""",
        v => v.Entities("X", null, default), "/api/v1/entities?kind=X&after=", HttpStatusCode.BadRequest)))
            .Message.ShouldBe("Say which kind.");

    [Fact]
    public async Task What_is_no_node_is_said_to_be_none() =>
        (await Should.ThrowAsync<VerbFailedException>(
        () => Ask("<html>", v => v.Journal(default), "/api/v1/journal"))).Message.ShouldContain("not from a StreamActors node");

    /// <summary>A node with one response, which expects exactly one request.</summary>
    private static async Task<IReadOnlyList<string>> Ask(string answer, Func<Verbs, Task<IReadOnlyList<string>>> verb, string path,
        HttpStatusCode status = HttpStatusCode.OK)
    {
        using var client = new HttpClient(new OneAnswer(path, status, answer)) { BaseAddress = new Uri("http://127.0.0.1:8080") };
        return await verb(new Verbs(new NodeConnection(client)));
    }

    private sealed class OneAnswer(string path, HttpStatusCode status, string answer) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.RequestUri!.PathAndQuery.ShouldBe(path);
            return Task.FromResult(new HttpResponseMessage(status) { Content = new StringContent(answer) });
        }
    }
}
