using System.Text.RegularExpressions;
using static Microsoft.Playwright.Assertions;

namespace StreamActors.Web.Tests;

/// <summary>What an operator does with streams, in Chromium, against the real server with real FFmpeg.</summary>
public sealed partial class StreamSpecs(PageFixture fixture) : IClassFixture<PageFixture>
{
    [Fact]
    public async Task An_output_is_created_goes_on_air_and_a_stop_is_undone()
    {
        await using var streams = fixture.Streams();
        await using var tab = await fixture.SignedIn($"/new?input={PageFixture.Source}");
        await tab.Page.GetByLabel("Paste a URL", new() { Exact = false }).FillAsync($"udp://127.0.0.1:{Ports.Udp()}");
        await tab.Exactly("Name").FillAsync("Monitor");
        await tab.Button("Create").ClickAsync();
        await tab.Heading("Monitor").WaitForAsync();
        streams.Made("outputs", "monitor");

        await tab.Link("On air").ClickAsync();
        await tab.Reaches("output/monitor", "on-air");
        await tab.Row("output/monitor").GetByText("b/s").WaitForAsync(); // figures come with the columns

        await tab.Row("output/monitor").GetByRole(AriaRole.Switch).ClickAsync();
        await tab.Reaches("output/monitor", "idle");
        await tab.Page.GetByRole(AriaRole.Status).GetByRole(AriaRole.Button, new() { Name = "Undo" }).First.ClickAsync();
        await tab.Reaches("output/monitor", "on-air");
    }

    [Fact]
    public async Task A_broken_destination_says_why_and_its_recovery_is_seen()
    {
        var port = Ports.Tcp();
        await using var streams = fixture.Streams();
        await streams.Output("refused", $"rtmp://127.0.0.1:{port}/takes/key");
        await using var tab = await fixture.SignedIn();
        var row = tab.Row("output/refused");
        await row.GetByText("again in").WaitForAsync();
        await Expect(tab.Page).ToHaveTitleAsync(NotOnAir());
        await row.GetByRole(AriaRole.Link).ClickAsync();
        await tab.Page.GetByText("It breaks here").WaitForAsync();

        await using var platform = await NginxRtmp.Start(port);
        await tab.Button("Retry now").ClickAsync();
        await tab.Page.Locator("h1 ~ .chip[data-color='on-air']").WaitForAsync();
        await tab.Page.GetByText("It breaks here").WaitForAsync(new() { State = WaitForSelectorState.Detached });
    }

    [Fact]
    public async Task By_keyboard_alone_a_row_is_found_stopped_and_started_again_and_a_held_key_acts_once()
    {
        await using var streams = fixture.Streams();
        await streams.Output("typed", $"udp://127.0.0.1:{Ports.Udp()}");
        await using var tab = await fixture.SignedIn();
        await tab.Reaches("output/typed", "on-air");
        var keys = tab.Page.Keyboard;
        await keys.PressAsync("Control+k");
        await tab.Page.GetByRole(AriaRole.Combobox).FillAsync("typed");
        await tab.Page.Locator("[role=option][aria-selected=true]", new() { HasText = "typed" }).WaitForAsync();
        await keys.PressAsync("Enter");
        await tab.Heading("typed").WaitForAsync();

        var orders = 0;
        tab.Page.Request += (_, request) => orders += request.Method == "POST" ? 1 : 0;
        for (var n = 0; n < 4; n++)
            await keys.DownAsync("s"); // the last three are repetitions
        await keys.UpAsync("s");
        await tab.Page.Locator("h1 ~ .chip[data-color='idle']").WaitForAsync();
        orders.ShouldBe(1);
        await keys.PressAsync("u");
        await tab.Page.Locator("h1 ~ .chip[data-color='on-air']").WaitForAsync();

        await keys.TypeAsync("gc");
        await tab.Heading("Changes").WaitForAsync();
        await keys.TypeAsync("go");
        await tab.Row("output/typed").WaitForAsync();
        await keys.PressAsync("j");
        await tab.Page.Locator("[data-row]:focus-within").WaitForAsync();
        await keys.PressAsync("?");
        await tab.Page.GetByRole(AriaRole.Dialog).WaitForAsync();
        await keys.PressAsync("Escape");
        await keys.PressAsync("n");
        await tab.Heading("New input or output").WaitForAsync();
    }

    [Fact]
    public async Task Several_outputs_are_stopped_together_and_an_undo_starts_just_those()
    {
        await using var streams = fixture.Streams();
        string[] ids = ["bulk-a", "bulk-b", "bulk-c"];
        foreach (var id in ids)
            await streams.Output(id, $"udp://127.0.0.1:{Ports.Udp()}");
        await fixture.Server.Say("outputs", "bulk-c", "stop");
        await using var tab = await fixture.SignedIn("/?q=bulk-");
        await tab.Reaches("output/bulk-a", "on-air");
        await tab.Reaches("output/bulk-c", "idle");
        foreach (var id in ids)
            await tab.Row($"output/{id}").GetByRole(AriaRole.Checkbox).CheckAsync();
        await tab.Button("Stop 2 outputs").ClickAsync();
        await tab.Reaches("output/bulk-a", "idle");
        await tab.Reaches("output/bulk-b", "idle");
        await tab.Page.Keyboard.PressAsync("u");
        await tab.Reaches("output/bulk-a", "on-air");
        await tab.Reaches("output/bulk-b", "on-air");
        (await fixture.Server.State("outputs", "bulk-c")).Phase.ShouldBe("idle");
    }

    [Fact]
    public async Task On_a_phone_an_output_is_found_stopped_and_started()
    {
        await using var streams = fixture.Streams();
        await streams.Output("pocket", $"udp://127.0.0.1:{Ports.Udp()}");
        await using var tab = await fixture.SignedIn(screen: Screen.Phone);
        await tab.Page.GetByRole(AriaRole.Searchbox).FillAsync("pocket");
        await tab.Reaches("output/pocket", "on-air");
        await tab.Row("output/pocket").GetByRole(AriaRole.Switch).ClickAsync();
        await tab.Reaches("output/pocket", "idle");
        await tab.Page.GetByRole(AriaRole.Status).GetByRole(AriaRole.Button, new() { Name = "Undo" }).First.ClickAsync();
        await tab.Reaches("output/pocket", "on-air");
        await tab.Row("output/pocket").GetByRole(AriaRole.Link).ClickAsync();
        await tab.Part("Log").ClickAsync();
        await tab.Heading("pocket").WaitForAsync();
    }

    [GeneratedRegex("not on air", RegexOptions.None, 60_000)]
    private static partial Regex NotOnAir();
}
