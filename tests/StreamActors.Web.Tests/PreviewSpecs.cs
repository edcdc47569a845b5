using Deque.AxeCore.Commons;
using Clip = StreamActors.Testing.Peers.Clip;

namespace StreamActors.Web.Tests;

/// <summary>The picture of an input, in Chromium, from the real server.</summary>
public sealed class PreviewSpecs(PageFixture fixture) : IClassFixture<PageFixture>
{
    [Fact]
    public async Task A_preview_plays_without_sound_when_somebody_asks_and_stops_when_nobody_looks()
    {
        await using var streams = fixture.Streams();
        await fixture.Server.PlayFile("shown", (await Clip.Shared()).Path);
        streams.Made("inputs", "shown");
        await fixture.Server.OnAir("inputs", "shown");
        await fixture.Server.Readable("shown");
        await fixture.Server.Output("watched", "shown", $"udp://127.0.0.1:{Ports.Udp()}");
        streams.Made("outputs", "watched");
        await using var tab = await fixture.SignedIn("/inputs/shown");
        await tab.Button("Show the preview").WaitForAsync();
        (await Readers("shown")).ShouldBe(0, "nothing is sent before somebody asks");
        await tab.Page.Keyboard.PressAsync("p");
        await Plays(tab);
        (await tab.Page.Locator("video").EvaluateAsync<bool>("v => v.muted && v.videoWidth === 320")).ShouldBeTrue();
        (await Readers("shown")).ShouldBe(1);
        await tab.Page.EvaluateAsync(new BundledAxeScriptProvider().GetScript());
        (await tab.Page.EvaluateAsync<string[]>("async () => (await axe.run('main')).violations.map((v) => `${v.id}: ${v.help}`)"))
            .ShouldBeEmpty();

        await Hide(tab, true);
        await Readers("shown", 0);
        await Hide(tab, false);
        await Plays(tab);
        await tab.Button("Hide the preview").ClickAsync();
        await Readers("shown", 0);

        await tab.GoTo("/outputs/watched");
        await tab.Page.GetByText("this is shown.").WaitForAsync();
        await tab.Button("Show the preview").ClickAsync();
        await Plays(tab);
        await tab.GoTo("/");
        await Readers("shown", 0);
    }

    [Fact]
    public async Task An_input_that_stops_and_starts_again_is_shown_again()
    {
        await using var streams = fixture.Streams();
        await fixture.Server.PlayFile("returning", (await Clip.Shared()).Path);
        streams.Made("inputs", "returning");
        await fixture.Server.OnAir("inputs", "returning");
        await using var tab = await fixture.SignedIn("/inputs/returning");
        await tab.Button("Show the preview").ClickAsync();
        await Plays(tab);
        await fixture.Server.Say("inputs", "returning", "stop");
        await tab.Page.GetByText("There is no picture while the input is not on air.").WaitForAsync();
        await fixture.Server.Say("inputs", "returning", "start");
        await Plays(tab);
    }

    [Fact]
    public async Task A_preview_that_is_hidden_while_it_connects_ends_without_an_error()
    {
        await using var tab = await fixture.SignedIn($"/inputs/{PageFixture.Source}");
        await tab.Button("Show the preview").WaitForAsync();
        for (var n = 0; n < 5; n++)
        {
            var connects = tab.Page.WaitForWebSocketAsync();
            await tab.Page.Keyboard.PressAsync("p");
            await connects;
            await tab.Page.Keyboard.PressAsync("p");
            await tab.Button("Show the preview").WaitForAsync();
        }
        await Readers(PageFixture.Source, 0);
    }

    [Fact]
    public async Task A_codec_that_browsers_cannot_show_is_named_and_stills_are_shown_instead()
    {
        using var folder = new Scratch();
        var clip = folder.At("hevc.ts");
        await PeerProcess.Run("ffmpeg", ["-v", "error", "-nostdin", "-f", "lavfi", "-i", "testsrc2=size=320x180:rate=25:duration=10",
            "-c:v", "libx265", "-preset", "ultrafast", "-x265-params", "keyint=25:log-level=none", "-f", "mpegts", clip]);
        await using var streams = fixture.Streams();
        await fixture.Server.PlayFile("hevc", clip);
        streams.Made("inputs", "hevc");
        await Eventually.Is(async () => (await fixture.Server.State("inputs", "hevc")).ToString()
            .Contains("Hevc", StringComparison.Ordinal), () => fixture.Server.Story);
        await using var tab = await fixture.SignedIn("/inputs/hevc");
        await tab.Button("Show the preview").ClickAsync();
        await tab.Page.GetByText("This browser cannot show HEVC: a still every 10 s instead.").WaitForAsync();
        await tab.Page.GetByAltText("Picture of hevc").WaitForAsync();
        await Is(tab, "document.querySelector('figure img')?.naturalWidth === 320");
        (await tab.Page.Locator("video").CountAsync()).ShouldBe(0);
    }

    /// <summary>It goes on by more than a second.</summary>
    private static async Task Plays(Tab tab)
    {
        await Is(tab, "document.querySelector('video')?.currentTime > 0");
        var at = await tab.Page.Locator("video").EvaluateAsync<double>("v => v.currentTime");
        await Is(tab, FormattableString.Invariant($"document.querySelector('video').currentTime > {at + 1}"));
    }

    /// <summary>Asked from here: WaitForFunctionAsync asks with eval in the page, which its security policy reports.</summary>
    private static Task Is(Tab tab, string condition) =>
        Eventually.Is(() => tab.Page.EvaluateAsync<bool>(condition), () => $"Not so: {condition}");

    /// <summary>What the browser tells a page whose tab goes to the background and comes back.</summary>
    private static Task Hide(Tab tab, bool isHidden) => tab.Page.EvaluateAsync("""
        (isHidden) => {
          Object.defineProperty(document, 'hidden', { configurable: true, get: () => isHidden });
          document.dispatchEvent(new Event('visibilitychange'));
        }
        """, isHidden);

    private async Task<int> Readers(string input) => (await fixture.Server.Read($"inputs/{input}/readers")).GetArrayLength();

    private Task Readers(string input, int count) => Eventually.Is(async () => await Readers(input) == count,
        () => $"There are not {count} readers. {fixture.Server.Story}");
}
