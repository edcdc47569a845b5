namespace StreamActors.Http.Tests;

/// <summary>Sessions in a cookie, for pages.</summary>
public sealed class SessionCookieSpecs : IAsyncLifetime
{
    private const string Login = """{"user":"ann","password":"correct horse battery","cookie":true}""";

    private readonly (string, string) _change = ("X-Requested-With", "streamactors");
    private ApiServer _api = null!;
    private string _origin = null!;

    public async Task InitializeAsync()
    {
        _api = await ApiServer.Open(anonymous: true, http: h => h with { AllowedOrigins = "https://console.example" });
        _origin = _api.Http.BaseAddress!.GetLeftPart(UriPartial.Authority);
        (await _api.Post("users", """{"id":"ann","role":"admin","password":"correct horse battery"}""", ("X-API-Key", _api.LocalKey)))
            .Is(201);
    }

    public async Task DisposeAsync() => await _api.DisposeAsync();

    [Fact]
    public async Task The_token_is_in_a_cookie_that_scripts_and_other_sites_cannot_use_and_not_in_the_answer()
    {
        var answer = (await _api.Post("login", Login)).Is(200);
        answer.Body.GetProperty("token").ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
        var set = answer.Headers.GetValues("Set-Cookie").Single();
        set.ShouldStartWith($"streamactors-{_api.Http.BaseAddress!.Port}=ey");
        foreach (var attribute in new[] { "; path=/", "; samesite=strict", "; httponly", "; expires=" })
            set.ShouldContain(attribute, Case.Insensitive);
        set.ShouldNotContain("secure", Case.Insensitive);
        var me = (await _api.Send("GET", "me", null, Sent(set))).Is(200).Body;
        me.GetProperty("who").GetString().ShouldBe("user:ann");
        me.GetProperty("expires").GetDateTimeOffset().ShouldBe(answer.Body.GetProperty("expires").GetDateTimeOffset(),
            TimeSpan.FromSeconds(1));
        (await _api.Post("login", """{"user":"ann","password":"correct horse battery"}""")).Is(200).Headers.Contains("Set-Cookie")
            .ShouldBeFalse();
    }

    [Fact]
    public async Task Behind_a_proxy_with_TLS_the_cookie_is_for_TLS_only()
    {
        var own = ("Origin", _origin.Replace("http:", "https:", StringComparison.Ordinal));
        var set = (await _api.Post("login", Login, own)).Is(200).Headers.GetValues("Set-Cookie").Single();
        set.ShouldStartWith("__Host-streamactors-");
        set.ShouldContain("; secure", Case.Insensitive);
        (await _api.Send("GET", "me", null, Sent(set))).Is(200);
    }

    [Fact]
    public async Task What_changes_something_needs_the_header_and_another_origin_gets_nothing_with_the_cookie()
    {
        var cookie = await Cookie();
        const string body = """{"id":"a","address":{"url":"test://"}}""";
        (await _api.Post("inputs", body, cookie)).IsRefused(403, "forbidden", "X-Requested-With");
        (await _api.Post("inputs", body, cookie, _change)).Is(201);
        (await _api.Send("GET", "inputs/a", null, cookie)).Is(200);
        (await _api.Patch("inputs/a", """{"name":"b"}""", cookie)).IsRefused(403, "forbidden", "X-Requested-With");
        (await _api.Delete("inputs/a", cookie)).IsRefused(403, "forbidden", "X-Requested-With");
        (await _api.Send("GET", "inputs", null, cookie, ("Origin", "https://console.example")))
            .IsRefused(401, "unauthorized", "X-API-Key");
        (await _api.Post("inputs/a/start", null, cookie, _change, ("Origin", "https://evil.example")))
            .IsRefused(403, "forbidden", "Origin");
        (await _api.Post("inputs/a/stop", null, cookie, ("X-API-Key", _api.LocalKey))).Is(200); // a program sends it on purpose
    }

    [Fact]
    public async Task It_is_renewed_in_the_cookie_and_logout_removes_it_and_a_cookie_that_is_over_hinders_no_new_login()
    {
        var cookie = await Cookie();
        var renewed = (await _api.Post("me/renew", null, cookie, _change)).Is(200);
        renewed.Body.GetProperty("token").ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
        var next = Sent(renewed.Headers.GetValues("Set-Cookie").Single());
        (await _api.Post("me/logout", null, next, _change)).Is(204).Headers.GetValues("Set-Cookie")
            .ShouldAllBe(c => c.Contains("expires=Thu, 01 Jan 1970", StringComparison.OrdinalIgnoreCase));
        (await _api.Send("GET", "me", null, cookie)).IsRefused(401, "unauthorized", "X-API-Key").Headers.Contains("Set-Cookie")
            .ShouldBeTrue();
        var again = (await _api.Post("login", Login, next)).Is(200);
        (await _api.Send("GET", "me", null, Sent(again.Headers.GetValues("Set-Cookie").Single()))).Is(200);
    }

    private async Task<(string, string)> Cookie() =>
        Sent((await _api.Post("login", Login)).Is(200).Headers.GetValues("Set-Cookie").Single());

    private static (string, string) Sent(string setCookie) => ("Cookie", setCookie.Split(';')[0]);
}
