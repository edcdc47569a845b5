using System.Text.Json;

namespace StreamActors.Web.Tests;

/// <summary>Debian's Chromium.</summary>
internal sealed class PageBrowser : IAsyncDisposable
{
    private const string Chromium = "/usr/bin/chromium";

    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;

    private PageBrowser(IPlaywright playwright, IBrowser browser) => (_playwright, _browser) = (playwright, browser);

    public static async Task<PageBrowser> Start()
    {
        File.Exists(Chromium).ShouldBeTrue("The journeys need Debian's package chromium: ./streamactors test installs it.");
        Assertions.SetDefaultExpectTimeout(120_000);
        var playwright = await Playwright.CreateAsync();
        return new PageBrowser(playwright, await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Chromium,
            // Nothing but the page: no updates, no look-ups. Without a sandbox, since the tests may run as root.
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
                "--disable-component-update", "--disable-sync"],
        }));
    }

    /// <summary>A violation of the content security policy or an error of a script fails the journey, when the tab is disposed.</summary>
    /// <param name="key">Null: on the sign-in form.</param>
    public async Task<Tab> Open(Uri server, string path, string? key, Screen screen, float timeoutMs)
    {
        var context = await _browser.NewContextAsync(new()
        {
            BaseURL = server.ToString(),
            ViewportSize = new() { Width = screen.Width, Height = screen.Height },
            HasTouch = screen.IsPhone,
            ReducedMotion = ReducedMotion.Reduce, // colors halfway through a change are no colors of the page
        });
        context.SetDefaultTimeout(timeoutMs);
        var stored = JsonSerializer.Serialize(new { credentials = key });
        var session = key is null ? "" : $"sessionStorage.setItem('streamactors.session', '{stored}');";
        await context.AddInitScriptAsync($$"""
            localStorage.setItem('streamactors.theme', '{{screen.Theme}}');
            localStorage.setItem('streamactors.language', '{{screen.Language}}');
            {{session}}
            window.violations = [];
            document.addEventListener('securitypolicyviolation', (v) => window.violations.push(
                `${v.violatedDirective} ${v.blockedURI} ${v.sample} (${v.sourceFile}:${v.lineNumber}:${v.columnNumber})`));
            """);
        var page = await context.NewPageAsync();
        var tab = new Tab(page);
        await page.GotoAsync(path);
        await page.Locator(key is null ? "form h1" : "header").WaitForAsync();
        return tab;
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }
}

internal sealed record Screen(int Width = 1280, int Height = 800, string Theme = "dark", string Language = "en")
{
    public static Screen Phone { get; } = new(390, 844);

    public bool IsPhone => Width < 500;
}

/// <summary>One tab of the browser.</summary>
internal sealed class Tab : IAsyncDisposable
{
    private readonly List<string> _errors = [];
    private int _messages;

    public Tab(IPage page)
    {
        Page = page;
        page.PageError += (_, error) => _errors.Add(error);
        page.WebSocket += (_, socket) => socket.FrameReceived += (_, _) => Interlocked.Increment(ref _messages);
    }

    public IPage Page { get; }

    /// <summary>Signs in when no other is given.</summary>
    public string Key { get; set; } = "";

    /// <summary>How many messages of the live feed have come.</summary>
    public int Messages => Volatile.Read(ref _messages);

    /// <summary>The row of an input or output on the first page.</summary>
    public ILocator Row(string key) => Page.Locator($"[data-row='{key}']");

    public ILocator Button(string name) => Page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    public ILocator Link(string name) => Page.GetByRole(AriaRole.Link, new() { Name = name, Exact = true });

    /// <summary>A part of the page of an input or output.</summary>
    public ILocator Part(string name) => Page.Locator(".tabs").GetByRole(AriaRole.Link, new() { Name = name, Exact = true });

    public ILocator Heading(string name) => Page.GetByRole(AriaRole.Heading, new() { Name = name });

    /// <summary>The field whose label begins so.</summary>
    public ILocator Field(string label) => Page.GetByLabel(label, new() { Exact = false });

    /// <summary>The field with just this label.</summary>
    public ILocator Exactly(string label) => Page.GetByLabel(label, new() { Exact = true });

    public ILocator Said(string text) => Page.GetByRole(AriaRole.Status).GetByText(text);

    public Task Reaches(string key, string phase) => Row(key).Locator($".chip[data-color='{phase}']").WaitForAsync();

    /// <summary>With the form.</summary>
    public async Task SignIn(string? with = null)
    {
        await Page.Locator("form input[autocomplete=off][type=password]").Last.FillAsync(with ?? Key);
        await Page.Keyboard.PressAsync("Enter");
    }

    public async Task SignInAs(string user, string password)
    {
        await Button("User and password").ClickAsync();
        await Exactly("User").FillAsync(user);
        await Exactly("Password").FillAsync(password);
        await Page.Keyboard.PressAsync("Enter");
    }

    /// <summary>As by a link: without loading the page anew.</summary>
    public async Task GoTo(string path)
    {
        await Page.EvaluateAsync("""
            (path) => {
                history.pushState(history.state, '', path);
                dispatchEvent(new PopStateEvent('popstate', { state: history.state }));
            }
            """, path);
        await Page.Locator("main h1").First.WaitForAsync();
    }

    /// <summary>The next question of the page is answered so.</summary>
    public Task<string> Asked(bool accepts)
    {
        TaskCompletionSource<string> asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        void Answer(object? sender, IDialog dialog)
        {
            Page.Dialog -= Answer;
            _ = (accepts ? dialog.AcceptAsync() : dialog.DismissAsync()).ContinueWith(_ => asked.TrySetResult(dialog.Message),
                TaskScheduler.Default);
        }
        Page.Dialog += Answer;
        return asked.Task.WaitAsync(Eventually.Timeout);
    }

    public async ValueTask DisposeAsync()
    {
        var violations = await Page.EvaluateAsync<string[]>("window.violations");
        await Page.Context.CloseAsync();
        violations.ShouldBeEmpty();
        _errors.Distinct(StringComparer.Ordinal).Take(3).ShouldBeEmpty();
    }
}
