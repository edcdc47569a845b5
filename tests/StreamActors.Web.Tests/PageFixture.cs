namespace StreamActors.Web.Tests;

/// <summary>One server and one browser for all journeys; each journey has a browser context and streams of its own.</summary>
public sealed class PageFixture : IAsyncLifetime
{
    private const string Chromium = "/usr/bin/chromium";

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public LiveServer Server { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Server = await LiveServer.Start("--streamactors.media.reach=loopback");
        _playwright = await Playwright.CreateAsync();
        File.Exists(Chromium).ShouldBeTrue("The journeys need Debian's package chromium: ./streamactors test installs it.");
        _browser = await _playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Chromium,
            // Nothing but the page: no updates, no look-ups. Without a sandbox, since the tests may run as root.
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
                "--disable-component-update", "--disable-sync"],
        });
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
        if (Server is not null)
            await Server.DisposeAsync();
    }

    /// <summary>A tab on the sign-in form. A violation of the content security policy or an error of a script fails the journey.</summary>
    internal async Task<Tab> Open(string path = "/", int width = 1280, int height = 800, string theme = "dark", string language = "en")
    {
        var context = await _browser!.NewContextAsync(new()
        {
            BaseURL = Server.Client.BaseAddress!.ToString(),
            ViewportSize = new() { Width = width, Height = height },
            ReducedMotion = ReducedMotion.Reduce, // colors halfway through a change are no colors of the page
        });
        context.SetDefaultTimeout(60_000);
        await context.AddInitScriptAsync($$"""
            localStorage.setItem('streamactors.theme', '{{theme}}');
            localStorage.setItem('streamactors.language', '{{language}}');
            window.violations = [];
            document.addEventListener('securitypolicyviolation', (v) => window.violations.push(`${v.violatedDirective} ${v.blockedURI}`));
            """);
        var page = await context.NewPageAsync();
        var tab = new Tab(page, Server.LocalKey);
        page.PageError += (_, error) => tab.Errors.Add(error);
        await page.GotoAsync(path);
        return tab;
    }
}

/// <summary>One tab of a browser.</summary>
internal sealed class Tab(IPage page, string key) : IAsyncDisposable
{
    public IPage Page => page;

    public List<string> Errors { get; } = [];

    /// <param name="with">Another key than the local one of the server.</param>
    public async Task SignIn(string? with = null)
    {
        await page.Locator("form input[autocomplete=off][type=password]").Last.FillAsync(with ?? key);
        await page.Keyboard.PressAsync("Enter");
        await page.Locator("header").WaitForAsync();
    }

    /// <summary>The row of an input or output on the first page.</summary>
    public ILocator Row(string key) => page.Locator($"[data-row='{key}']");

    public ILocator Button(string name) => page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    public async Task Reaches(string key, string phase) => await Row(key).Locator($".chip.{phase}").WaitForAsync();

    public async ValueTask DisposeAsync()
    {
        var violations = await page.EvaluateAsync<string[]>("window.violations");
        await page.Context.CloseAsync();
        violations.ShouldBeEmpty();
        Errors.Distinct(StringComparer.Ordinal).Take(3).ShouldBeEmpty();
    }
}

[CollectionDefinition("page")]
public sealed class PageCollection : ICollectionFixture<PageFixture>;
