using System.Net.Http.Json;
using static Microsoft.Playwright.Assertions;

namespace StreamActors.Web.Tests;

/// <summary>Who is signed in, and what they may do.</summary>
public sealed class SessionSpecs(PageFixture fixture) : IClassFixture<PageFixture>
{
    [Fact]
    public async Task Signing_out_leaves_nothing_of_the_user_on_the_page()
    {
        await using var tab = await fixture.Open();
        await tab.SignIn("sa_wrong_key");
        await tab.Page.GetByRole(AriaRole.Alert).WaitForAsync();
        await tab.SignIn();
        await tab.Reaches($"input/{PageFixture.Source}", "on-air");
        await tab.GoTo("/me");
        await tab.Button("Sign out").ClickAsync();
        await tab.Heading("Sign in").WaitForAsync();
        (await tab.Page.TitleAsync()).ShouldBe("StreamActors");
        (await tab.Page.Locator("body").InnerTextAsync()).ShouldNotContain(PageFixture.Source);
        (await tab.Page.EvaluateAsync<int>("sessionStorage.length")).ShouldBe(0);
        await tab.SignIn();
        await tab.Heading("local").WaitForAsync();
    }

    [Fact]
    public async Task Credentials_that_end_ask_for_new_ones_over_the_page_and_its_forms_are_kept()
    {
        await using var streams = fixture.Streams();
        await streams.Input("kept");
        var (id, key) = await fixture.Key("editor");
        await using var tab = await fixture.SignedIn("/inputs/kept?tab=settings", key);
        await using var other = await fixture.SignedIn("/new", key);
        await tab.Exactly("Name").FillAsync("Kept by the form");
        await other.Exactly("URL").FillAsync("srt://127.0.0.1:9?mode=caller");
        await other.Exactly("Name").FillAsync("Half entered");

        await fixture.Server.Delete("keys", id);
        foreach (var each in (Tab[])[tab, other])
        {
            await each.Page.GetByText("Your session has ended.").WaitForAsync();
            await each.Page.Keyboard.PressAsync("Escape");
            await each.Page.Keyboard.PressAsync("Escape"); // Chromium closes a dialog at the second
            await each.SignIn(fixture.Server.LocalKey);
        }
        await tab.Button("Save").ClickAsync();
        await tab.Heading("Kept by the form").WaitForAsync();
        await other.Button("Create").ClickAsync();
        await other.Heading("Half entered").WaitForAsync();
        streams.Made("inputs", "half-entered");
    }

    [Fact]
    public async Task A_wrong_current_password_is_an_error_of_its_field_and_the_session_goes_on()
    {
        const string Password = "correct horse battery";
        using var made = await fixture.Server.Client.PostAsJsonAsync("/api/v1/users",
            new { id = "eve", role = "operator", password = Password });
        made.IsSuccessStatusCode.ShouldBeTrue(await made.Content.ReadAsStringAsync());
        await using var tab = await fixture.Open("/me");
        await tab.SignInAs("eve", Password);
        await tab.Exactly("Current password").FillAsync("wrong horse battery");
        await tab.Exactly("New password, 12 characters or more").FillAsync("another horse battery");
        await tab.Button("Change the password").ClickAsync();
        await tab.Page.Locator(".field", new() { Has = tab.Exactly("Current password") }).Locator(".cure").WaitForAsync();
        await tab.Exactly("Current password").FillAsync(Password);
        await tab.Button("Change the password").ClickAsync();
        await tab.Said("The password is changed.").WaitForAsync();
        await tab.Heading("Sign in").WaitForAsync();
        await fixture.Server.Delete("users", "eve");
    }

    [Fact]
    public async Task A_viewer_is_offered_nothing_that_is_refused()
    {
        await using var streams = fixture.Streams();
        await streams.Output("seen", $"rtmp://127.0.0.1:{Ports.Tcp()}/app/key"); // not on air: a retry would be offered
        var (_, key) = await fixture.Key("viewer");
        await using var tab = await fixture.SignedIn("/", key);
        await tab.Row("output/seen").GetByText("again in").WaitForAsync();
        (await tab.Link("+ New").CountAsync()).ShouldBe(0);
        (await tab.Row("output/seen").GetByRole(AriaRole.Button).CountAsync()).ShouldBe(0);

        List<string> refused = [];
        tab.Page.Response += (_, response) =>
        {
            if (response.Status == 403)
                refused.Add($"{tab.Page.Url}: {response.Request.Method} {response.Url}");
        };
        foreach (var path in PageAddresses.All(PageFixture.Source, "seen"))
        {
            await tab.GoTo(path);
            await Expect(tab.Page.Locator("main [data-loading]")).ToHaveCountAsync(0);
            await tab.Page.EvaluateAsync("""
                for (const button of document.querySelectorAll('main button:enabled'))
                    if (button.textContent !== 'Sign out') button.click();
                """);
        }
        await tab.GoTo("/outputs/seen");
        List<string> sent = [];
        tab.Page.Request += (_, request) =>
        {
            if (request.Method != "GET")
                sent.Add($"{request.Method} {request.Url}");
        };
        foreach (var pressed in (string[])["s", "r", "Shift+R", "e", "x", "n"])
            await tab.Page.Keyboard.PressAsync(pressed);
        await tab.Heading("seen").WaitForAsync();
        await tab.Page.EvaluateAsync("fetch('/api/v1/info').then((r) => r.status)"); // later than what the keys may have sent
        sent.ShouldBeEmpty();
        (await tab.Part("Settings").CountAsync()).ShouldBe(0);
        refused.ShouldBeEmpty();
    }
}
