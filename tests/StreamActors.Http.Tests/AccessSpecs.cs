using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using StreamActors.Control;
using StreamActors.Domain.Access;

namespace StreamActors.Http.Tests;

/// <summary>Roles and permissions. Every request needs credentials.</summary>
public sealed class AccessSpecs : IAsyncLifetime
{
    private ApiServer _api = null!;
    private (string Name, string Value) _admin;

    public async Task InitializeAsync()
    {
        _api = await ApiServer.Open(anonymous: true);
        _admin = await _api.FirstKey();
    }

    public async Task DisposeAsync() => await _api.DisposeAsync();

    [Fact]
    public void Every_address_says_who_may_use_it()
    {
        var endpoints = _api.Parts.GetServices<EndpointDataSource>().SelectMany(s => s.Endpoints).ToList();
        endpoints.Count.ShouldBeGreaterThan(30);
        endpoints.Where(e => e.Metadata.GetMetadata<Operation>() is null && e.Metadata.GetMetadata<Guard>() is null)
            .Select(e => e.DisplayName).ShouldBeEmpty();
    }

    [Fact]
    public async Task Each_operation_requires_its_role()
    {
        var keys = new Dictionary<string, (string, string)>(StringComparer.Ordinal);
        foreach (var role in new[] { "reader", "viewer", "operator", "editor", "admin" })
            keys[role] = await Key(role);
        foreach (var operation in Operations())
        {
            var path = ((operation.IsAtRoot ? "/" : "") + operation.Path).Replace("{id}", "none", StringComparison.Ordinal)
                .Replace("{kind}", "input", StringComparison.Ordinal)
                .Replace("{number}", "1", StringComparison.Ordinal);
            var anonymous = await _api.Send(operation.Method, path, operation.Body is null ? null : "[]");
            if (operation.TicketIn is { } ticket)
                anonymous.IsRefused(401, "unauthorized", ticket);
            else if (operation.Needs is null)
                anonymous.Status.ShouldBe(operation.Body is null ? 200 : 400, path); // it passes authorization, up to the body check
            else
                anonymous.IsRefused(401, "unauthorized", "X-API-Key");
            foreach (var (role, key) in keys.Where(k => operation.Needs is { } needs && Roles.Parse(k.Key, Role.Reader) < needs))
                (await _api.Send(operation.Method, path, operation.Body is null ? null : "[]", key)).IsRefused(403, "forbidden");
        }
    }

    [Fact]
    public async Task Each_role_may_what_it_is_for()
    {
        (await _api.Post("inputs", """{"id":"a","address":{"url":"test://"}}""", await Key("editor"))).Is(201);
        (await _api.Post("inputs/a/stop", null, await Key("operator"))).Is(200);
        (await _api.Send("GET", "inputs/a", null, await Key("viewer"))).Is(200);
        (await _api.Send("GET", "/health/live")).Is(200);
        (await _api.Send("GET", "/health/ready")).Is(200);
        (await _api.Send("GET", "/api/health")).IsRefused(401, "unauthorized", "X-API-Key");
        (await _api.Send("GET", "/api/health", null, await Key("viewer"))).Is(200);
    }

    [Fact]
    public async Task A_key_is_shown_once_and_can_be_bound_to_a_scope_expire_and_be_revoked()
    {
        var issued =
            (await _api.Post("keys", """{"name":"Tally light","role":"admin","scopes":["inputs"],"expires":"2099-01-01T00:00:00Z"}""",
            _admin)).Is(201);
        var (id, key) = (issued.Body.GetProperty("id").GetString()!, issued.Body.GetProperty("key").GetString()!);
        key.ShouldStartWith($"sa_{id}_");
        Convert.FromBase64String(key[(key.IndexOf('_', 3) + 1)..].Replace('-', '+').Replace('_', '/') + "=").Length.ShouldBe(32);
        (await _api.Send("GET", "keys", null, _admin)).Is(200).Text.ShouldNotContain(key);
        (await _api.Send("GET", "inputs", null, ("X-API-Key", key))).Is(200);
        (await _api.Send("GET", "inputs", null, ("Authorization", $"Bearer {key}"))).Is(200);
        (await _api.Send("GET", "outputs", null, ("X-API-Key", key))).IsRefused(403, "forbidden");
        (await _api.Send("GET", "inputs", null, ("X-API-Key", key[..^1] + (key[^1] == 'A' ? 'B' : 'A'))))
            .IsRefused(401, "unauthorized", "X-API-Key");

        (await _api.Delete($"keys/{id}", _admin)).Is(204);
        (await _api.Send("GET", "inputs", null, ("X-API-Key", key))).IsRefused(401, "unauthorized", "X-API-Key");
        (await _api.Delete("keys/none", _admin)).IsRefused(404, "not-found");
        (await _api.Post("keys", """{"name":"","role":"root","scopes":["kitchen"]}""", _admin)).IsRefused(400, "invalid", "role", "scopes");
        (await _api.Post("keys", """{"name":"","role":"viewer","expires":"2001-01-01T00:00:00Z"}""", _admin))
            .IsRefused(400, "invalid", "name", "expires");
    }

    [Fact]
    public async Task A_reader_is_a_key_for_streams_of_inputs_that_exist_and_never_a_user()
    {
        (await _api.Post("inputs", """{"id":"cam","address":{"url":"test://"}}""", _admin)).Is(201);
        var issued = (await _api.Post("keys", """{"name":"lobby","role":"reader","scopes":["cam"]}""", _admin)).Is(201).Body;
        var key = ("X-API-Key", issued.GetProperty("key").GetString()!);
        (await _api.Send("GET", "inputs", null, key)).IsRefused(403, "forbidden");
        (await _api.Send("GET", "/metrics", null, key)).IsRefused(403, "forbidden");
        (await _api.Send("GET", "me", null, key)).IsRefused(403, "forbidden");
        (await _api.Post("keys", """{"name":"x","role":"reader","scopes":["cma","inputs"]}""", _admin))
            .IsRefused(400, "invalid", "scopes", "scopes");
        (await _api.Post("users", """{"id":"eve","role":"reader","password":"correct horse battery"}""", _admin))
            .IsRefused(400, "invalid", "role");
        (await _api.Send("GET", "inputs/cam/readers", null, _admin)).Is(200).Text.ShouldBe("[]");
        (await _api.Send("GET", "inputs/none/readers", null, _admin)).IsRefused(404, "not-found");
        (await _api.Delete("inputs/cam/readers/7", _admin)).IsRefused(404, "not-found");
        (await _api.Delete("inputs/cam/readers/7", await Key("viewer"))).IsRefused(403, "forbidden");
    }

    [Fact]
    public async Task A_read_key_reads_the_inputs_in_its_scope_until_it_is_revoked()
    {
        var keys = _api.Parts.GetRequiredService<IReadKeys>();
        (await _api.Post("inputs", """{"id":"cam","address":{"url":"test://"}}""", _admin)).Is(201);
        var issued = (await _api.Post("keys", """{"name":"lobby","role":"reader","scopes":["cam"]}""", _admin)).Is(201).Body;
        var key = issued.GetProperty("key").GetString()!;
        keys.Find(key, "other").ShouldBeNull();
        keys.Find(key[..^1] + (key[^1] == 'A' ? 'B' : 'A'), "cam").ShouldBeNull();
        keys.Find("", "cam").ShouldBeNull();
        using var grant = keys.Find(key, "cam").ShouldNotBeNull();
        (grant.Who, grant.KeyName).ShouldBe(($"key:{issued.GetProperty("id").GetString()}", "lobby"));
        using var viewer = keys.Find((await Key("viewer")).Item2, "cam").ShouldNotBeNull();
        var metrics = (await _api.Post("keys", """{"name":"m","role":"viewer","scopes":["metrics"]}""", _admin)).Is(201).Body;
        keys.Find(metrics.GetProperty("key").GetString()!, "cam").ShouldBeNull();
        (await _api.Delete($"keys/{issued.GetProperty("id").GetString()}", _admin)).Is(204);
        await ApiServer.Until(() => Task.FromResult(grant.Over.IsCancellationRequested));
        viewer.Over.IsCancellationRequested.ShouldBeFalse();
        keys.Find(key, "cam").ShouldBeNull();
    }

    [Fact]
    public async Task A_repeated_request_for_a_key_makes_no_second_one_and_cannot_show_the_first_again()
    {
        const string Draft = """{"name":"x","role":"viewer"}""";
        var first = (await _api.Post("keys", Draft, _admin, ("Idempotency-Key", "k"))).Is(201);
        var again = (await _api.Post("keys", Draft, _admin, ("Idempotency-Key", "k"))).Is(201);
        again.Body.GetProperty("id").GetString().ShouldBe(first.Body.GetProperty("id").GetString());
        again.Body.GetProperty("key").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public async Task A_user_logs_in_and_a_session_ends_with_a_logout_a_new_password_and_a_removal()
    {
        var created = (await _api.Post("users", """{"id":"ann","role":"operator","password":"correct horse battery"}""", _admin)).Is(201);
        created.Text.ShouldNotContain("horse");
        (await _api.Post("users", """{"id":"ann","role":"viewer","password":"correct horse battery"}""", _admin)).IsRefused(409, "exists");
        (await _api.Post("users", """{"id":"bob","role":"boss","password":"short"}""", _admin))
            .IsRefused(400, "invalid", "role", "password").Text.ShouldNotContain("short\"");
        (await _api.Post("login", """{"user":"ann","password":"wrong horse battery"}""")).IsRefused(401, "unauthorized", "password");
        (await _api.Post("login", """{"user":"nobody","password":"correct horse battery"}""")).IsRefused(401, "unauthorized", "password");

        var session = await Login("ann", "correct horse battery");
        (await _api.Send("GET", "me", null, session)).Is(200).Body.GetProperty("who").GetString().ShouldBe("user:ann");
        (await _api.Post("inputs", """{"id":"a","address":{"url":"test://"}}""", session)).IsRefused(403, "forbidden");
        (await _api.Patch("users/ann", """{"role":"editor"}""", _admin)).Is(200);
        (await _api.Post("inputs", """{"id":"a","address":{"url":"test://"}}""", session)).Is(201); // a new role is effective at once
        var renewed = (await _api.Post("me/renew", null, session)).Is(200).Body.GetProperty("token").GetString();
        (await _api.Send("GET", "me", null, ("Authorization", $"Bearer {renewed}"))).Is(200);

        (await _api.Post("me/logout", null, session)).Is(204);
        (await _api.Send("GET", "me", null, session)).IsRefused(401, "unauthorized", "X-API-Key");
        (await _api.Send("GET", "me", null, ("Authorization", $"Bearer {renewed}"))).IsRefused(401, "unauthorized", "X-API-Key");

        session = await Login("ann", "correct horse battery");
        (await _api.Post("me/password", """{"old":"wrong","password":"another long password"}""", session))
            .IsRefused(401, "unauthorized", "old");
        (await _api.Post("me/password", """{"old":"correct horse battery","password":"another long password"}""", session)).Is(204);
        (await _api.Send("GET", "me", null, session)).IsRefused(401, "unauthorized", "X-API-Key");
        session = await Login("ann", "another long password");
        (await _api.Patch("users/ann", """{"disabled":true}""", _admin)).Is(200);
        (await _api.Send("GET", "me", null, session)).IsRefused(401, "unauthorized", "X-API-Key");
        (await _api.Post("login", """{"user":"ann","password":"another long password"}""")).IsRefused(401, "unauthorized", "password");
        (await _api.Patch("users/ann", """{"disabled":false}""", _admin)).Is(200);
        (await _api.Send("GET", "me", null, session)).IsRefused(401, "unauthorized", "X-API-Key"); // not revived by enabling
        (await _api.Send("GET", "me", null, await Login("ann", "another long password"))).Is(200);
        (await _api.Delete("users/ann", _admin)).Is(204);
        (await _api.Send("GET", "users/ann", null, _admin)).IsRefused(404, "not-found");
        (await _api.Post("me/logout", null, _admin)).IsRefused(409, "not-a-session");
    }

    [Fact]
    public async Task With_a_new_signing_key_sessions_go_on_until_they_end_unless_they_are_to_end_now()
    {
        (await _api.Post("users", """{"id":"ann","role":"viewer","password":"correct horse battery"}""", _admin)).Is(201);
        var first = await Login("ann", "correct horse battery");
        var rotated = (await _api.Post("keys/rotate-signing", null, _admin, ("Idempotency-Key", "r"))).Is(200).Body;
        rotated.GetProperty("beforeUntil").GetDateTimeOffset().ShouldBeGreaterThan(DateTimeOffset.UtcNow.AddHours(23));
        (await _api.Post("keys/rotate-signing", null, _admin, ("Idempotency-Key", "r"))).Is(200).Body.GetProperty("key").GetString()
            .ShouldBe(rotated.GetProperty("key").GetString());
        (await _api.Send("GET", "me", null, first)).Is(200);
        var renewed =
            ("Authorization", $"Bearer {(await _api.Post("me/renew", null, first)).Is(200).Body.GetProperty("token").GetString()}");
        renewed.Item2.Split('.')[0].ShouldNotBe(first.Value.Split('.')[0]);

        (await _api.Post("keys/rotate-signing", null, _admin)).Is(200).Body.GetProperty("before").GetString()
            .ShouldBe(rotated.GetProperty("key").GetString());
        (await _api.Send("GET", "me", null, first)).IsRefused(401, "unauthorized", "X-API-Key");
        (await _api.Send("GET", "me", null, renewed)).Is(200);
        (await _api.Post("keys/rotate-signing?now=true", null, _admin))
            .Is(200).Body.GetProperty("beforeUntil").ValueKind.ShouldBe(JsonValueKind.Null);
        (await _api.Send("GET", "me", null, renewed)).IsRefused(401, "unauthorized", "X-API-Key");
        (await _api.Send("GET", "me", null, await Login("ann", "correct horse battery"))).Is(200);

        var changes =
            (await _api.Send("GET", "changes?kind=signing", null, _admin)).Is(200).Body.GetProperty("items").EnumerateArray().ToList();
        changes.Count.ShouldBe(4); // including the first one, by the first login
        changes[0].GetProperty("who").GetString().ShouldBe("key:first");
        (await _api.Post("changes/signing/tokens/2/undo", null, _admin)).IsRefused(409, "cannot-undo");
        (await _api.Post("keys/rotate-signing?now=soon", null, _admin)).IsRefused(400, "invalid", "now");
    }

    [Fact]
    public async Task A_token_of_another_algorithm_of_another_key_or_with_other_words_is_none()
    {
        (await _api.Post("users", """{"id":"ann","role":"viewer","password":"correct horse battery"}""", _admin)).Is(201);
        var token = (await Login("ann", "correct horse battery")).Value["Bearer ".Length..];
        var (header, payload, signature) = (token.Split('.')[0], token.Split('.')[1], token.Split('.')[2]);
        foreach (var forged in new[]
        {
            $"{Base64("""{"alg":"none","typ":"JWT"}""")}.{payload}.",
            $"{Base64("""{"alg":"HS256","typ":"JWT"}""")}.{payload}.{signature}",
            $"{header}.{Base64("""{"sub":"ann","iat":1,"exp":9999999999,"auth_ms":9999999999999}""")}.{signature}",
            $"{header}.{payload}.{Base64("forged")}", $"{header}.{payload}", "..", "a.b.c", "",
        })
            (await _api.Send("GET", "me", null, ("Authorization", $"Bearer {forged}"))).IsRefused(401, "unauthorized", "X-API-Key");
    }

    [Fact]
    public async Task Too_many_wrong_credentials_get_429()
    {
        await using var api = await ApiServer.Open(anonymous: true);
        var answers = new List<int>();
        for (var n = 0; n < 40; n++)
            answers.Add((await api.Send("GET", "me", null, ("X-API-Key", $"sa_first_{n}"))).Status);
        answers.Take(30).ShouldAllBe(s => s == 401);
        answers.Skip(30).ShouldAllBe(s => s == 429);
        SaysOneTime(await api.Send("GET", "me", null, ("X-API-Key", "sa_first_40")));
        SaysOneTime(await api.Post("login", """{"user":"ann","password":"not this one at all"}"""));
    }

    private static void SaysOneTime(Answer refused)
    {
        refused.IsRefused(429, "too-many-requests");
        var seconds = refused.Headers.RetryAfter.ShouldNotBeNull().Delta.ShouldNotBeNull().TotalSeconds;
        refused.Body.GetProperty("detail").GetString()
            .ShouldBe(FormattableString.Invariant($"Too many wrong credentials: try again in {seconds} s."));
    }

    [Fact]
    public async Task Wrong_credentials_do_not_lock_out_a_valid_key_at_the_same_address()
    {
        for (var n = 0; n < 80; n++)
            await _api.Send("GET", "me", null, ("X-API-Key", $"sa_first_{n}"));
        (await _api.Send("GET", "me", null, ("X-API-Key", "sa_first_x"))).IsRefused(429, "too-many-requests");
        (await _api.Send("GET", "me", null, _admin)).Is(200);
    }

    [Fact]
    public async Task An_open_session_does_not_let_its_password_be_guessed()
    {
        await using var api = await ApiServer.Open(anonymous: true);
        (await api.Post("users", """{"id":"ann","role":"viewer","password":"correct horse battery"}""", await api.FirstKey())).Is(201);
        var token = (await api.Post("login", """{"user":"ann","password":"correct horse battery"}""")).Is(200).Body.GetProperty("token")
            .GetString();
        for (var n = 0; n < 5; n++)
            (await Guess(n)).Is(401);
        for (var n = 5; n < 30; n++)
            // as one more would, within the minute of the limit
            api.Parts.GetRequiredService<RateLimits>().WasWrong(RateLimits.PasswordOf("ann"));
        (await Guess(30)).IsRefused(429, "too-many-requests");

        Task<Answer> Guess(int n) =>
            api.Post("me/password", $$"""{"old":"guess {{n}}","password":"another long password"}""", ("Authorization", $"Bearer {token}"));
    }

    [Fact]
    public async Task A_key_with_scopes_makes_no_key_and_no_user_who_may_do_more_than_it()
    {
        var bound = await Bound("""{"name":"desk","role":"admin","scopes":["keys","users"],"expires":"2099-01-01T00:00:00Z"}""");
        (await _api.Post("keys", """{"name":"all","role":"admin","expires":"2098-01-01T00:00:00Z"}""", bound))
            .IsRefused(400, "invalid", "scopes");
        (await _api.Post("keys", """{"name":"more","role":"viewer","scopes":["keys","inputs"],"expires":"2098-01-01T00:00:00Z"}""", bound))
            .IsRefused(400, "invalid", "scopes");
        (await _api.Post("keys", """{"name":"longer","role":"admin","scopes":["users"]}""", bound)).IsRefused(400, "invalid", "expires");
        (await _api.Post("keys", """{"name":"longer","role":"admin","scopes":["users"],"expires":"2099-01-02T00:00:00Z"}""", bound))
            .IsRefused(400, "invalid", "expires");
        (await _api.Post("keys", """{"name":"same","role":"admin","scopes":["users"],"expires":"2099-01-01T00:00:00Z"}""", bound)).Is(201);
        foreach (var role in (string[])["viewer", "operator", "admin"])
            (await _api.Post("users", $$"""{"id":"eve","role":"{{role}}","password":"correct horse battery"}""", bound))
                .IsRefused(400, "invalid", "role");
        (await _api.Post("users", """{"id":"ann","role":"operator","password":"correct horse battery"}""", _admin)).Is(201);
        (await _api.Patch("users/ann", """{"role":"editor"}""", bound)).IsRefused(400, "invalid", "role");
        (await _api.Patch("users/ann", """{"password":"another long password"}""", bound)).IsRefused(400, "invalid", "password");
        (await _api.Patch("users/ann", """{"role":"viewer","disabled":true}""", bound)).Is(200);
        (await _api.Patch("users/ann", """{"disabled":false}""", bound)).IsRefused(400, "invalid", "disabled");
        (await _api.Delete("users/ann", bound)).Is(204);
        (await _api.Post("keys", """{"name":"nightly","role":"admin","scopes":["backup"]}""", _admin)).Is(201);
    }

    [Fact]
    public async Task Who_has_an_account_or_a_key_is_seen_in_changes_and_timeline_by_those_who_may_list_them()
    {
        (await _api.Post("users", """{"id":"ann","role":"viewer","password":"correct horse battery"}""", _admin)).Is(201);
        (await _api.Post("keys/rotate-signing", null, _admin)).Is(200);
        (await _api.Post("inputs", """{"id":"cam1","address":{"url":"test://"}}""", _admin)).Is(201);
        var log = await Bound("""{"name":"log","role":"admin","scopes":["changes","timeline","entities","inputs"]}""");
        (string, string)[] without = [await Key("viewer"), await Key("editor"), log];
        string[] guarded = ["user", "key", "signing"];
        await ApiServer.Until(async () => Kinds(await _api.Send("GET", "timeline", null, _admin)).IsSupersetOf([.. guarded, "input"]));
        Kinds(await _api.Send("GET", "changes", null, _admin)).ShouldBe([.. guarded, "input"], ignoreOrder: true);
        string[] refused =
        [
            "changes?kind=user", "changes?entity=user/ann", "changes/diff?entity=user/ann", "timeline?kind=signing",
            "timeline?entity=user/ann", "entities?kind=user", "entities/user/ann/where",
        ];
        foreach (var reader in without)
        {
            foreach (var list in (string[])["changes", "timeline"])
                Kinds(await _api.Send("GET", list, null, reader)).Intersect(guarded).ShouldBeEmpty(list);
            Kinds(await _api.Send("GET", "changes", null, reader)).ShouldBe(["input"]);
            foreach (var path in refused)
                (await _api.Send("GET", path, null, reader)).IsRefused(403, "forbidden");
        }
        (await _api.Post("changes/user/ann/1/undo", null, without[1])).IsRefused(403, "forbidden");
        var hr = await Bound("""{"name":"hr","role":"admin","scopes":["changes","users"]}""");
        Kinds(await _api.Send("GET", "changes", null, hr)).ShouldBe(["input", "user"], ignoreOrder: true);

        static HashSet<string> Kinds(Answer answer) =>
            [.. answer.Is(200).Body.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("kind").GetString()!)];
    }

    private async Task<(string, string)> Bound(string draft) =>
        ("X-API-Key", (await _api.Post("keys", draft, _admin)).Is(201).Body.GetProperty("key").GetString()!);

    private IEnumerable<Operation> Operations() =>
        _api.Parts.GetServices<EndpointDataSource>().SelectMany(s => s.Endpoints).Select(e => e.Metadata.GetMetadata<Operation>())
        .OfType<Operation>();

    private async Task<(string Name, string Value)> Key(string role) =>
        ("X-API-Key",
        (await _api.Post("keys", $$"""{"name":"a {{role}}","role":"{{role}}"}""", _admin)).Is(201).Body.GetProperty("key").GetString()!);

    private async Task<(string Name, string Value)> Login(string user, string password) =>
        ("Authorization",
        $"Bearer {(await _api.Post("login", $$"""{"user":"{{user}}","password":"{{password}}"}""")).Is(200).Body.GetProperty("token").GetString()}");

    private static string Base64(string text) =>
        Convert.ToBase64String(Encoding.UTF8.GetBytes(text)).TrimEnd('=').Replace('+', '-').Replace('/', '_');
}
