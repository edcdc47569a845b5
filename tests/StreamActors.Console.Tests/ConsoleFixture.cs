namespace StreamActors.Cli.Tests;

/// <summary>One server for a class of tests, with a console and a folder to work in.</summary>
public sealed class ConsoleFixture : IAsyncLifetime
{
    private readonly Scratch _scratch = new();
    private LiveServer? _server;

    public LiveServer Server => _server!;

    public Uri Url => Server.Client.BaseAddress!;

    public string Folder => _scratch.Folder;

    internal ConsoleRun Console => new(Folder, Url, Server.Data);

    /// <summary>The same console with another server address.</summary>
    internal ConsoleRun At(Uri url) => new(Folder, url, Server.Data);

    internal ConsoleRun Nowhere => new(Folder, null, Server.Data);

    public string Write(string name, string text) => _scratch.Write(name, text);

    public async Task InitializeAsync() =>
        _server = await LiveServer.Start("--streamactors.media.reach=loopback", "--streamactors.media.restart.longest-delay=2s");

    public async Task DisposeAsync()
    {
        await Server.DisposeAsync();
        _scratch.Dispose();
    }
}
