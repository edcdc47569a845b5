using System.Text.Json;
using StreamActors.Testing;

namespace StreamActors.Server.Tests.Cluster;

/// <summary>Servers as nodes of one cluster over one PostgreSQL, each a process with its own folder.</summary>
internal sealed class Nodes : IAsyncDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(90);

    private readonly Scratch _scratch = new();
    private readonly List<ServerProcess> _servers = [];
    private readonly string _together;

    private Nodes(string connection) => (Connection, _together) = (connection, _scratch.Write("together.conf", FastCluster.Akka));

    public string Connection { get; }

    public static async Task<Nodes> OnPostgres() => new(await (await PostgresServer.Shared()).NewDatabase());

    public async Task<ServerProcess> Up(string name, ServerProcess? join = null, params string[] more)
    {
        var server = await Begun(name, [.. join is null ? Array.Empty<string>() : ["--join", $"127.0.0.1:{await PortOf(join)}"], .. more]);
        await UntilReady(server);
        return server;
    }

    /// <summary>It responds, but may not be a member yet.</summary>
    public async Task<ServerProcess> Begun(string name, params string[] more)
    {
        string[] soon = more.Contains("--config") ? [] : ["--config", _together];
        var server = await ServerProcess.Up(Path.Combine(_scratch.Folder, name), [.. Listening, .. Arguments(name), .. soon, .. more]);
        lock (_servers)
            _servers.Add(server);
        return server;
    }

    /// <summary>A start that must fail.</summary>
    public Task<(int Code, string Said, IReadOnlyList<string> Log)> Refused(
        string folder, bool alone = false, string? name = null, string[]? more = null) => ServerProcess.Run(
        [
            "up", "--data", Path.Combine(_scratch.Folder, folder), "--http", "127.0.0.1:0", .. alone ? [] : Listening,
            .. Arguments(name ?? folder), .. more ?? [],
        ]);

    /// <summary>A single node on the same database.</summary>
    public async Task<ServerProcess> Alone(string name)
    {
        var server = await ServerProcess.Up(Path.Combine(_scratch.Folder, name), [.. Arguments(name)]);
        _servers.Add(server);
        return server;
    }

    public static async Task<int> PortOf(ServerProcess server)
    {
        var (_, health) = await server.Get("/api/health");
        var self = health.GetProperty("node").GetString();
        var address = health.GetProperty("members").EnumerateArray().Single(m => m.GetProperty("node").GetString() == self)
            .GetProperty("address").GetString()!;
        return int.Parse(address[(address.LastIndexOf(':') + 1)..], System.Globalization.CultureInfo.InvariantCulture);
    }

    public static string FreeAddress() => $"127.0.0.1:{Ports.Tcp()}";

    public static Task UntilReady(ServerProcess server) => Until(async () => (await server.Get("/health/ready")).Status == 200);

    public static Task UntilMembers(ServerProcess server, int count) => Until(async () =>
        (await server.Get("/api/health")).Body.GetProperty("members").EnumerateArray().Count(IsUp) == count);

    /// <summary>Nodes know each other by gossip, so this polls.</summary>
    public static async Task Until(Func<Task<bool>> condition)
    {
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        using var limit = new CancellationTokenSource(Timeout);
        while (!await condition())
            await look.WaitForNextTickAsync(limit.Token);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var server in _servers)
            await server.DisposeAsync();
        _scratch.Dispose();
    }

    private static bool IsUp(JsonElement member) => member.GetProperty("status").GetString() == "up";

    private static string[] Listening => ["--streamactors.cluster.listen=127.0.0.1:0"];

    private string[] Arguments(string name) =>
    [
        $"--node={name}", "--streamactors.journal.database=postgresql", $"--streamactors.journal.postgresql.connection={Connection}",
        $"--streamactors.secrets.master-key.file={Path.Combine(_scratch.Folder, "master.key")}", // the same on all nodes
    ];
}
