using Deque.AxeCore.Commons;

namespace StreamActors.Web.Tests;

/// <summary>WCAG 2.2 AA as far as a program can tell: each page, in three themes, on a phone, a desk and a wall.</summary>
public sealed class AxeSpecs(PageFixture fixture) : IClassFixture<PageFixture>
{
    private static readonly (int Width, int Height)[] Sizes = [(390, 844), (1280, 800), (2560, 1440)];
    private static readonly (int Width, int Height)[] Phone = Sizes[..1];

    /// <summary>All rules for one theme at each size, and for the others what depends on the theme: colors.</summary>
    private const string Look = """
        async () => {
            const said = [];
            const run = async (theme, runOnly) => {
                document.documentElement.dataset.theme = theme;
                const { violations } = await axe.run(document, { runOnly, resultTypes: ['violations'] });
                for (const v of violations) for (const n of v.nodes) said.push(`${theme}: ${v.id}: ${v.help}: ${n.html}`);
            };
            const all = { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] };
            const colors = { type: 'rule', values: ['color-contrast', 'link-in-text-block'] };
            await run('dark', all);
            await run('light', colors);
            await run('contrast', colors);
            const scroller = document.scrollingElement;
            if (scroller.scrollWidth > scroller.clientWidth) said.push(`it is ${scroller.scrollWidth} wide`);
            return said;
        }
        """;

    [Theory]
    [InlineData("en")]
    [InlineData("ar")] // from right to left: where most is tight
    public async Task Axe_finds_nothing_and_nothing_is_wider_than_the_screen(string language)
    {
        var output = $"axe-{language}";
        await using var streams = fixture.Streams();
        await streams.Output(output, $"rtmp://127.0.0.1:{Ports.Tcp()}/app/key");
        await using var tab = await fixture.SignedIn(screen: new Screen(Language: language));
        await tab.Page.EvaluateAsync(new BundledAxeScriptProvider().GetScript());
        List<string> found = [];
        foreach (var path in PageAddresses.All(PageFixture.Source, output))
        {
            await tab.GoTo(path);
            await tab.Page.Locator("main [data-loading]").WaitForAsync(new() { State = WaitForSelectorState.Detached });
            await Look();
        }
        await tab.Page.Keyboard.PressAsync("Control+k");
        await Look();
        await tab.Page.Keyboard.PressAsync("Escape");
        await tab.Page.Keyboard.PressAsync("?");
        await Look();
        await tab.Page.Keyboard.PressAsync("Escape");
        await tab.GoTo("/me");
        await tab.Page.Locator("main h1 ~ button").ClickAsync();
        await tab.Page.Locator("form h1").WaitForAsync();
        await Look();
        found.ShouldBeEmpty();

        async Task Look()
        {
            foreach (var (width, height) in language == "en" ? Sizes : Phone)
            {
                await tab.Page.SetViewportSizeAsync(width, height);
                found.AddRange((await tab.Page.EvaluateAsync<string[]>(AxeSpecs.Look)).Select(v => $"{tab.Page.Url} at {width}: {v}"));
            }
        }
    }
}
