namespace StreamActors.Web.Tests;

/// <summary>A new user at a new server.</summary>
public sealed class FirstRunSpecs(PageFixture fixture) : IClassFixture<PageFixture>
{
    [Fact]
    public async Task From_an_empty_page_to_an_output_on_air()
    {
        await using var server = await LiveServer.Start("--streamactors.media.reach=loopback");
        await using var tab = await fixture.SignedIn(server: server.Client.BaseAddress, with: server.LocalKey);
        await tab.Heading("Nothing is on air yet.").WaitForAsync();
        await tab.Button("Start a test picture").ClickAsync();
        await tab.Reaches("input/test-picture", "on-air");
        await tab.Link("Add an output").ClickAsync();
        await tab.Page.GetByLabel("Paste a URL", new() { Exact = false }).FillAsync($"udp://127.0.0.1:{Ports.Udp()}");
        await tab.Button("Create").ClickAsync();
        await tab.Heading("udp").WaitForAsync();
        await tab.Link("On air").ClickAsync();
        await tab.Reaches("output/udp", "on-air");
        await tab.Heading("The output is on air.").WaitForAsync();
    }
}
