using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace StreamActors.Web.Tests;

/// <summary>What an operator does, in Chromium, against the real server with real FFmpeg.</summary>
[Collection("page")]
public sealed class JourneySpecs(PageFixture fixture)
{
    [Fact]
    public async Task From_sign_in_to_on_air_and_a_stop_that_is_undone()
    {
        await using var tab = await fixture.Open("/new");
        await tab.SignIn();
        await tab.Page.GetByLabel("URL", new() { Exact = true }).FillAsync("test://");
        await tab.Page.GetByLabel("Name").FillAsync("Journey");
        await tab.Button("Create").ClickAsync();
        await tab.Page.GetByRole(AriaRole.Heading, new() { Name = "Journey" }).WaitForAsync();

        await tab.Page.GotoAsync("/new?input=journey");
        await tab.Page.GetByLabel("Paste a URL", new() { Exact = false }).FillAsync($"udp://127.0.0.1:{Ports.Udp()}");
        await tab.Page.GetByLabel("Name").FillAsync("Monitor");
        await tab.Button("Create").ClickAsync();
        await tab.Page.GetByRole(AriaRole.Heading, new() { Name = "Monitor" }).WaitForAsync();

        await tab.Page.GetByRole(AriaRole.Link, new() { Name = "On air", Exact = true }).ClickAsync();
        await tab.Reaches("input/journey", "on-air");
        await tab.Reaches("output/monitor", "on-air");
        await tab.Row("output/monitor").GetByText("b/s").WaitForAsync(); // figures come with the columns

        await tab.Row("output/monitor").GetByRole(AriaRole.Switch).ClickAsync();
        await tab.Reaches("output/monitor", "idle");
        await tab.Page.GetByRole(AriaRole.Status).GetByRole(AriaRole.Button, new() { Name = "Undo" }).First.ClickAsync();
        await tab.Reaches("output/monitor", "on-air");
    }

    [Fact]
    public async Task A_broken_destination_says_why_and_when_it_is_tried_again()
    {
        await fixture.Server.Input("broken", "test://");
        await fixture.Server.Output("refused", "broken", $"rtmp://127.0.0.1:{Ports.Tcp()}/app/key");
        await using var tab = await fixture.Open();
        await tab.SignIn();
        var row = tab.Row("output/refused");
        await row.GetByText("again in").WaitForAsync();
        await row.GetByRole(AriaRole.Button, new() { Name = "Retry now" }).WaitForAsync();
        await tab.Page.WaitForFunctionAsync("document.title.includes('not on air')");
        await row.GetByRole(AriaRole.Link).ClickAsync();
        await tab.Page.GetByText("It breaks here").WaitForAsync();
    }

    [Fact]
    public async Task By_keyboard_alone_a_row_is_found_stopped_and_started_again()
    {
        await fixture.Server.Input("typed", "test://");
        await using var tab = await fixture.Open();
        await tab.SignIn();
        await tab.Reaches("input/typed", "on-air");
        await tab.Page.Keyboard.PressAsync("Control+k");
        await tab.Page.GetByRole(AriaRole.Combobox).FillAsync("typed");
        await tab.Page.Locator("[role=option][aria-selected=true]", new() { HasText = "typed" }).WaitForAsync();
        await tab.Page.Keyboard.PressAsync("Enter");
        await tab.Page.GetByRole(AriaRole.Heading, new() { Name = "typed" }).WaitForAsync();
        await tab.Page.Keyboard.PressAsync("s");
        await tab.Page.Locator("h1 ~ .chip.idle").WaitForAsync();
        await tab.Page.Keyboard.PressAsync("u");
        await tab.Page.Locator("h1 ~ .chip.on-air").WaitForAsync();
        await tab.Page.Keyboard.PressAsync("g");
        await tab.Page.Keyboard.PressAsync("c");
        await tab.Page.GetByRole(AriaRole.Heading, new() { Name = "Changes" }).WaitForAsync();
    }

    [Fact]
    public async Task Two_edits_of_one_version_are_shown_side_by_side_and_nothing_is_lost()
    {
        await fixture.Server.Input("edited", "srt://127.0.0.1:9?mode=caller");
        await using var tab = await fixture.Open("/inputs/edited?tab=settings");
        await tab.SignIn();
        await tab.Page.GetByLabel("Name").FillAsync("Mine");
        await fixture.Server.Edit("inputs", "edited", new JsonObject { ["name"] = "Theirs" });
        await tab.Button("Save").ClickAsync();
        await tab.Page.GetByRole(AriaRole.Cell, new() { Name = "Theirs" }).WaitForAsync();
        await tab.Button("Save mine over it").ClickAsync();
        await tab.Page.GetByRole(AriaRole.Heading, new() { Name = "Mine" }).WaitForAsync();
        await tab.Page.GotoAsync("/changes?entity=input/edited");
        await tab.Button("Undo").First.ClickAsync();
        await tab.Page.GetByText("Undone by a new change.").WaitForAsync();
        await tab.Page.GetByRole(AriaRole.Cell, new() { Name = "Theirs" }).First.WaitForAsync();
    }

    [Fact]
    public async Task What_is_pasted_from_FFmpeg_or_OBS_fills_the_form_and_hides_its_key()
    {
        await fixture.Server.Input("pasted", "srt://127.0.0.1:9?mode=caller");
        await using var tab = await fixture.Open("/new?input=pasted");
        await tab.SignIn();
        var paste = tab.Page.GetByLabel("Paste a URL", new() { Exact = false });
        await paste.FillAsync("rtmp://127.0.0.1/live\nsecret-key");
        (await tab.Page.GetByLabel("Secret: key").InputValueAsync()).ShouldBe("secret-key");
        (await paste.InputValueAsync()).ShouldBe("");
        await paste.FillAsync("srt://127.0.0.1:9000?latency=200000");
        await tab.Button("Use 200 ms").ClickAsync();
        (await tab.Page.GetByLabel("URL", new() { Exact = true }).InputValueAsync()).ShouldBe("srt://127.0.0.1:9000?latency=200");
        await paste.FillAsync("https://www.youtube.com/watch?v=x");
        await tab.Page.GetByText("not a stream").WaitForAsync();
    }

    [Fact]
    public async Task Credentials_that_end_ask_for_new_ones_over_the_page_and_the_form_is_kept()
    {
        await fixture.Server.Input("kept", "srt://127.0.0.1:9?mode=caller");
        var (id, key) = await Key("editor");
        await using var tab = await fixture.Open("/inputs/kept?tab=settings");
        await tab.SignIn(key);
        await tab.Page.GetByLabel("Name").FillAsync("Kept by the form");
        await fixture.Server.Delete("keys", id);
        await tab.Page.GetByText("Your session has ended.").WaitForAsync();
        await tab.SignIn();
        await tab.Button("Save").ClickAsync();
        await tab.Page.GetByRole(AriaRole.Heading, new() { Name = "Kept by the form" }).WaitForAsync();
    }

    [Fact]
    public async Task A_viewer_is_offered_nothing_that_would_be_refused()
    {
        await fixture.Server.Input("seen", "test://");
        var (_, key) = await Key("viewer");
        await using var tab = await fixture.Open("/inputs/seen");
        await tab.SignIn(key);
        await tab.Page.GetByRole(AriaRole.Heading, new() { Name = "seen" }).WaitForAsync();
        (await tab.Button("Restart").CountAsync()).ShouldBe(0);
        (await tab.Page.GetByRole(AriaRole.Link, new() { Name = "Settings" }).CountAsync()).ShouldBe(0);
        (await tab.Page.GetByRole(AriaRole.Link, new() { Name = "+ New" }).CountAsync()).ShouldBe(0);
    }

    private async Task<(string Id, string Key)> Key(string role)
    {
        using var issued = await fixture.Server.Client.PostAsJsonAsync("/api/v1/keys", new { name = "journey", role });
        var body = (await issued.Content.ReadFromJsonAsync<JsonObject>()).ShouldNotBeNull();
        return (body["id"]!.GetValue<string>(), body["key"]!.GetValue<string>());
    }
}
