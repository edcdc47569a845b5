using Microsoft.Extensions.DependencyInjection;

namespace StreamActors.Http.Tests;

/// <summary>The link of the first start, with which the first administrator signs in.</summary>
public sealed class SignInLinkSpecs : IAsyncLifetime
{
    private readonly OffsetClock _clock = new();
    private ApiServer _api = null!;

    public async Task InitializeAsync() => _api = await ApiServer.Open(anonymous: true, time: _clock);

    public async Task DisposeAsync() => await _api.DisposeAsync();

    private SignInLink Link => _api.Parts.GetRequiredService<SignInLink>();

    [Fact]
    public async Task It_signs_in_once_and_the_user_then_chooses_a_password()
    {
        var code = await Offered();
        await Refused(code[..^1] + (code[^1] == '0' ? '1' : '0'));
        var session = (await _api.Post("login/link", $$"""{"code":"{{code}}"}""")).Is(200).Body;
        (session.GetProperty("user").GetString(), session.GetProperty("role").GetString()).ShouldBe(("admin", "admin"));
        await Refused(code);
        var token = ("Authorization", $"Bearer {session.GetProperty("token").GetString()}");
        (await _api.Send("GET", "me", null, token)).Is(200).Body.GetProperty("needsPassword").GetBoolean().ShouldBeTrue();
        (await _api.Post("login", """{"user":"admin","password":"unset"}""")).IsRefused(401, "unauthorized", "password");
        (await _api.Post("me/password", """{"old":"","password":"correct horse battery"}""", token)).Is(204);
        (await _api.Send("GET", "me", null, token)).IsRefused(401, "unauthorized", "X-API-Key");
        var login = (await _api.Post("login", """{"user":"admin","password":"correct horse battery"}""")).Is(200).Body;
        token = ("Authorization", $"Bearer {login.GetProperty("token").GetString()}");
        (await _api.Send("GET", "me", null, token)).Is(200).Body.GetProperty("needsPassword").GetBoolean().ShouldBeFalse();
        (await _api.Post("me/password", """{"old":"","password":"another horse battery"}""", token)).IsRefused(401, "unauthorized", "old");
        (await Link.Offer(CancellationToken.None)).ShouldBeNull();
    }

    [Fact]
    public async Task Until_there_is_a_password_the_next_start_offers_another_and_the_session_can_be_a_cookie()
    {
        var code = await Offered();
        var answer = (await _api.Post("login/link", $$"""{"code":"{{code}}","cookie":true}""")).Is(200);
        answer.Headers.GetValues("Set-Cookie").Single().ShouldStartWith("streamactors-");
        var next = await Offered();
        next.ShouldNotBe(code);
        (await _api.Post("login/link", $$"""{"code":"{{next}}"}""")).Is(200);
    }

    [Fact]
    public async Task It_expires_after_a_quarter_of_an_hour()
    {
        var code = await Offered();
        _clock.Offset = SignInLink.Life + TimeSpan.FromSeconds(1);
        await Refused(code);
    }

    [Fact]
    public async Task Where_there_is_a_user_none_is_offered_and_one_that_was_is_over()
    {
        var code = await Offered();
        (await _api.Post("users", """{"id":"ann","role":"viewer","password":"correct horse battery"}""", ("X-API-Key", _api.LocalKey)))
            .Is(201);
        await Refused(code);
        (await Link.Offer(CancellationToken.None)).ShouldBeNull();
    }

    private async Task<string> Offered() => (await Link.Offer(CancellationToken.None)).ShouldNotBeNull().Reveal();

    private async Task Refused(string code) =>
        (await _api.Post("login/link", $$"""{"code":"{{code}}"}""")).IsRefused(401, "unauthorized", "code");

    /// <summary>The system's clock, moved by a test.</summary>
    private sealed class OffsetClock : TimeProvider
    {
        public TimeSpan Offset { get; set; }

        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + Offset;

        public override long GetTimestamp() => System.GetTimestamp() + (long)(Offset.TotalSeconds * System.TimestampFrequency);
    }
}
