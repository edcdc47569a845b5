using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;

namespace StreamActors.Web.Tests;

/// <summary>WCAG 2.2 AA as far as a program can tell, on each page, in each theme, on a phone, a desk and a wall.</summary>
[Collection("page")]
public sealed class AxeSpecs(PageFixture fixture)
{
    private static readonly string[] Pages =
        ["/", "/inputs/axe", "/inputs/axe?tab=past", "/inputs/axe?tab=log", "/inputs/axe?tab=settings", "/inputs/axe?tab=connect",
            "/outputs/axe-out", "/new", "/changes", "/me"];

    private static readonly AxeRunOptions Options = new()
    {
        RunOnly = new() { Type = "tag", Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] },
    };

    [Theory]
    [InlineData("dark", 390, 844, "en")]
    [InlineData("light", 1280, 800, "de")]
    [InlineData("contrast", 2560, 1440, "ja")]
    [InlineData("light", 390, 844, "ar")]
    public async Task Axe_finds_nothing(string theme, int width, int height, string language)
    {
        using (var first = await fixture.Server.Client.GetAsync(new Uri("/api/v1/inputs/axe", UriKind.Relative)))
        {
            if (!first.IsSuccessStatusCode)
            {
                await fixture.Server.Input("axe", "test://");
                await fixture.Server.Output("axe-out", "axe", $"rtmp://127.0.0.1:{Ports.Tcp()}/app/key");
            }
        }
        await using var tab = await fixture.Open("/", width, height, theme, language);
        List<string> found = [.. Said("sign-in", await tab.Page.RunAxe(Options))];
        await tab.SignIn();
        foreach (var path in Pages)
        {
            await tab.Page.GotoAsync(path);
            await tab.Page.Locator("main h1").First.WaitForAsync();
            found.AddRange(Said(path, await tab.Page.RunAxe(Options)));
        }
        found.ShouldBeEmpty();
    }

    private static IEnumerable<string> Said(string path, AxeResult result) => result.Violations.SelectMany(
        v => v.Nodes.Select(n => $"{path}: {v.Id}: {v.Help}: {n.Html}"));
}
