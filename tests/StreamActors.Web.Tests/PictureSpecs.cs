using StreamActors.Testing;

namespace StreamActors.Web.Tests;

/// <summary>
/// The pictures of the README. STREAMACTORS_WRITE_PICTURES=1 makes them anew; STREAMACTORS_PICTURES=FOLDER puts there all pages in dark and
/// light, wide and on a phone, to be looked at after a change of the look.
/// </summary>
public sealed class PictureSpecs(PageFixture fixture) : IClassFixture<PageFixture>
{
    private const int MaxBytes = 150 * 1024;

    private static readonly Screen Wide = new(1280, 800), Light = Wide with { Theme = "light" }, Phone = Screen.Phone;

    private static readonly (string Name, Screen Screen)[] Looks =
        [("dark", Wide), ("light", Light), ("dark-phone", Phone), ("light-phone", Phone with { Theme = "light" })];

    private static readonly (string Name, string Path, Screen Screen)[] Documented =
    [
        ("on-air", "/", Wide), ("on-air-phone", "/", Phone), ("output", "/outputs/twitch", Light), ("new", "/new", Light),
        ("changes", "/changes", Wide),
    ];

    [Fact]
    public async Task They_are_small_and_can_be_made_anew()
    {
        await using var server = await LiveServer.Start("--streamactors.media.reach=loopback");
        await using var platform = await NginxRtmp.Start();
        await Demo(server, platform);
        var folder = Path.Combine(RepositoryFolder.Root, "docs", "pictures");
        foreach (var (name, path, screen) in Documented)
        {
            var picture = await Shot(server, path, screen);
            picture.Length.ShouldBeLessThan(MaxBytes, name);
            if (Environment.GetEnvironmentVariable("STREAMACTORS_WRITE_PICTURES") == "1")
                await File.WriteAllBytesAsync(Path.Combine(folder, $"{name}.png"), picture);
            File.Exists(Path.Combine(folder, $"{name}.png")).ShouldBeTrue($"{name}.png: STREAMACTORS_WRITE_PICTURES=1 makes it.");
        }
        if (Environment.GetEnvironmentVariable("STREAMACTORS_PICTURES") is not { Length: > 0 } all)
            return;
        Directory.CreateDirectory(all);
        foreach (var path in PageAddresses.All("studio", "twitch"))
        {
            var page = path == "/" ? "on-air" : path.Trim('/').Replace('/', '-').Replace("?tab=", "-", StringComparison.Ordinal);
            foreach (var (look, screen) in Looks)
                await File.WriteAllBytesAsync(Path.Combine(all, $"{page}-{look}.png"), await Shot(server, path, screen));
        }
    }

    private async Task<byte[]> Shot(LiveServer server, string path, Screen screen)
    {
        await using var tab = await fixture.SignedIn(path, server.LocalKey, screen, server.Client.BaseAddress);
        await tab.Page.Locator("main h1").First.WaitForAsync();
        await tab.Page.Locator("main [data-loading]").WaitForAsync(new() { State = WaitForSelectorState.Detached });
        if (path == "/")
            await tab.Row("output/youtube").GetByText("b/s").WaitForAsync();
        return await tab.Page.ScreenshotAsync();
    }

    /// <summary>A studio with four destinations, one of which is refused, and a camera that nobody has connected yet.</summary>
    private static async Task Demo(LiveServer server, NginxRtmp platform)
    {
        await server.PlayFile("studio", (await Testing.Peers.Clip.Shared()).Path);
        await server.Input("camera", $"srt://0.0.0.0:{Ports.Udp()}?mode=listener");
        await server.Output("youtube", "studio", platform.Url("takes"), ("!key", "abcd-1234"));
        await server.Output("twitch", "studio", platform.Url("closed"), ("!key", "live-5678"));
        await server.Output("lobby", "studio", $"udp://127.0.0.1:{Ports.Udp()}");
        await server.Output("archive", "studio", "file:///archive.ts");
        foreach (var (kind, id, name) in new[] { ("inputs", "studio", "Studio"), ("inputs", "camera", "Camera 2"),
            ("outputs", "youtube", "YouTube"), ("outputs", "twitch", "Twitch"), ("outputs", "lobby", "Lobby screen"),
            ("outputs", "archive", "Archive") })
            await server.Edit(kind, id, new() { ["name"] = name });
        foreach (var id in new[] { "youtube", "lobby", "archive" })
            await server.OnAir("outputs", id);
        await server.Say("outputs", "archive", "stop");
        await Eventually.Is(async () => (await server.State("outputs", "twitch")).Phase is "parked" or "backing-off",
            () => $"twitch is not refused. {server.Story}");
    }
}
