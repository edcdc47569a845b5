using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace StreamActors.Web.Tests;

/// <summary>
/// One server, one source and one browser for all classes that run at the same time; each journey has a browser context of its own, and
/// removes the streams that it made.
/// </summary>
public sealed class PageFixture : IAsyncLifetime
{
    /// <summary>The input on which all journeys may put outputs: a file in a loop, which costs next to nothing.</summary>
    public const string Source = "cam";

    /// <summary>All journeys share two cores with other test projects.</summary>
    private const float TimeoutMs = 120_000;

    private static readonly SemaphoreSlim Gate = new(1);
    private static (LiveServer Server, PageBrowser Browser)? _shared;
    private static int _users;

    public LiveServer Server => _shared!.Value.Server;

    internal PageBrowser Browser => _shared!.Value.Browser;

    public async Task InitializeAsync()
    {
        await Gate.WaitAsync();
        try
        {
            _shared ??= (await StartServer(), await PageBrowser.Start());
            _users++;
        }
        finally
        {
            Gate.Release();
        }
    }

    public async Task DisposeAsync()
    {
        await Gate.WaitAsync();
        try
        {
            if (--_users > 0 || _shared is not { } shared)
                return;
            _shared = null;
            await shared.Browser.DisposeAsync();
            await shared.Server.DisposeAsync();
        }
        finally
        {
            Gate.Release();
        }
    }

    /// <summary>Outputs on the source, and inputs of the journey; all are removed at its end.</summary>
    internal Streams Streams() => new(Server);

    /// <summary>A tab that is signed in.</summary>
    /// <param name="with">Another key than the local one of the server.</param>
    internal Task<Tab> SignedIn(string path = "/", string? with = null, Screen? screen = null, Uri? server = null) =>
        Browser.Open(server ?? Server.Client.BaseAddress!, path, with ?? Server.LocalKey, screen ?? new Screen(), TimeoutMs);

    /// <summary>A tab on the sign-in form.</summary>
    internal async Task<Tab> Open(string path = "/")
    {
        var tab = await Browser.Open(Server.Client.BaseAddress!, path, null, new Screen(), TimeoutMs);
        tab.Key = Server.LocalKey;
        return tab;
    }

    internal async Task<(string Id, string Key)> Key(string role)
    {
        using var issued = await Server.Client.PostAsJsonAsync("/api/v1/keys", new { name = "journey", role });
        var body = (await issued.Content.ReadFromJsonAsync<JsonObject>()).ShouldNotBeNull();
        return (body["id"]!.GetValue<string>(), body["key"]!.GetValue<string>());
    }

    private static async Task<LiveServer> StartServer()
    {
        var server = await LiveServer.Start("--streamactors.media.reach=loopback");
        (await server.Client.GetStringAsync(new Uri("/", UriKind.Relative))).ShouldContain("id=\"app\"",
            customMessage: "The page was not built: it needs Node.js 20.19 or later with npm, and its npm packages.");
        await server.PlayFile(Source, (await Testing.Peers.Clip.Shared()).Path);
        await server.OnAir("inputs", Source);
        return server;
    }
}

internal static class FileSources
{
    /// <summary>An input that plays this file in a loop.</summary>
    public static async Task PlayFile(this LiveServer server, string id, string file)
    {
        var media = Directory.CreateDirectory(Path.Combine(server.Data, "media")).FullName;
        File.Copy(file, Path.Combine(media, $"{id}.ts"));
        await server.Input(id, $"file:///{id}.ts");
    }
}

/// <summary>What a journey made.</summary>
internal sealed class Streams(LiveServer server) : IAsyncDisposable
{
    private readonly Stack<(string Kind, string Id)> _made = new();

    /// <summary>It was made on the page.</summary>
    public void Made(string kind, string id) => _made.Push((kind, id));

    public async Task Output(string id, string url)
    {
        await server.Output(id, PageFixture.Source, url);
        Made("outputs", id);
    }

    /// <summary>One that nobody sends to: it waits.</summary>
    public async Task Input(string id)
    {
        await server.Input(id, $"srt://127.0.0.1:{Ports.Udp()}?mode=listener");
        Made("inputs", id);
    }

    public async ValueTask DisposeAsync()
    {
        while (_made.TryPop(out var made))
            await server.Delete(made.Kind, made.Id);
    }
}
