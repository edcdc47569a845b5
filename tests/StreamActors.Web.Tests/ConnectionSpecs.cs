namespace StreamActors.Web.Tests;

/// <summary>What is shown while the server cannot be heard, and afterwards.</summary>
public sealed class ConnectionSpecs(PageFixture fixture) : IClassFixture<PageFixture>
{
    [Fact]
    public async Task A_silent_server_is_said_to_be_silent_and_what_it_said_last_is_marked()
    {
        using var network = new Network(fixture.Server.Client.BaseAddress!);
        await using var tab = await fixture.SignedIn(server: network.Url);
        var row = tab.Row($"input/{PageFixture.Source}");
        await tab.Reaches($"input/{PageFixture.Source}", "on-air");
        network.Freeze();
        await tab.Page.GetByText("No word from the server since").WaitForAsync();
        await row.Locator(".chip[data-color='on-air'].stale").WaitForAsync();
        await row.GetByText(" old").WaitForAsync();
        network.Thaw();
        await tab.Page.GetByText("No word from the server since").WaitForAsync(new() { State = WaitForSelectorState.Detached });
        await row.Locator(".chip[data-color='on-air']:not(.stale)").WaitForAsync();
    }

    [Fact]
    public async Task Offline_nothing_is_queued_and_back_online_all_is_as_it_is_now()
    {
        await using var streams = fixture.Streams();
        await streams.Output("away", $"udp://127.0.0.1:{Ports.Udp()}");
        await streams.Output("away-too", $"udp://127.0.0.1:{Ports.Udp()}");
        using var network = new Network(fixture.Server.Client.BaseAddress!);
        await using var tab = await fixture.SignedIn(server: network.Url);
        await tab.Reaches("output/away", "on-air");
        network.Cut();
        await tab.Page.GetByText("No word from the server since").WaitForAsync();
        await tab.Row("output/away").GetByRole(AriaRole.Switch).ClickAsync();
        await tab.Said("Nothing was sent.").WaitForAsync();
        await fixture.Server.Say("outputs", "away-too", "stop");
        await tab.Page.RouteAsync("**/api/v1/info", route => route.FulfillAsync(new() { Body = "{\"build\":\"a later one\"}" }));
        network.Mend();
        await tab.Reaches("output/away-too", "idle");
        await tab.Row("output/away").Locator(".chip[data-color='on-air']:not(.stale)").WaitForAsync();
        (await fixture.Server.Read("outputs/away")).GetProperty("on").GetBoolean().ShouldBeTrue("The command was not sent later.");
        await tab.Page.GetByText("The server was updated.").WaitForAsync();
    }
}
