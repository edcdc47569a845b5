using System.Diagnostics;
using System.Text.Json;

namespace StreamActors.Testing.Peers;

/// <summary>The server as an operator runs it: a process with its arguments, two output streams and exit code.</summary>
public sealed class ServerProcess : IAsyncDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly string? _data;
    private readonly TaskCompletionSource<Uri> _url = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<string> _log = [];
    private readonly Task<string> _errors;
    private readonly Task _reading;

    private ServerProcess(Process process, string? data)
    {
        (_process, _data) = (process, data);
        _errors = process.StandardError.ReadToEndAsync();
        _reading = Read();
    }

    /// <summary>The build that ./streamactors up runs: compiled ahead of time if possible.</summary>
    public static string Program { get; } = Path.Combine(
        RepositoryFolder.Root, "src", "StreamActors.Server", "bin", RepositoryFolder.Configuration, "server", "StreamActors.Server.dll");

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    /// <summary>The lines of its log so far.</summary>
    public IReadOnlyList<string> Log
    {
        get
        {
            lock (_log)
                return [.. _log];
        }
    }

    public static ServerProcess Start(IEnumerable<string> arguments, params (string Name, string Value)[] environment)
    {
        return new ServerProcess(ChildPrograms.Start("dotnet", [Program, .. arguments], Path.GetTempPath(), start =>
        {
            foreach (var name in start.Environment.Keys.Where(k => k.StartsWith("STREAMACTORS_", StringComparison.Ordinal)).ToList())
                start.Environment.Remove(name);
            start.Environment["XDG_STATE_HOME"] = Path.Combine(Path.GetTempPath(), $"sa-state-{Environment.ProcessId}");
            foreach (var (name, value) in environment)
                start.Environment[name] = value;
        }), DataOf([.. arguments]));
    }

    /// <summary>Starts it on a free port, and waits until it responds.</summary>
    public static async Task<ServerProcess> Up(string data, params string[] more)
    {
        var server = Start(["up", "--data", data, "--http", "127.0.0.1:0", .. more]);
        try
        {
            await server.Url();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>A client with the local key.</summary>
    public async Task<HttpClient> Client() =>
        new() { BaseAddress = await Url(), Timeout = Timeout, DefaultRequestHeaders = { { "X-API-Key", LocalKey() } } };

    /// <summary>It exists once the server reports its address.</summary>
    public string LocalKey() =>
        File.ReadLines(Path.Combine(_data ?? throw new InvalidOperationException("It was started without --data."), "local.key")).First();

    private static string? DataOf(string[] arguments) => Array.IndexOf(arguments, "--data") is >= 0 and var at ? arguments[at + 1] : null;

    /// <summary>The address that it reports.</summary>
    public Task<Uri> Url() => _url.Task.WaitAsync(Timeout);

    /// <summary>HOST:PORT for the other nodes of its cluster.</summary>
    public async Task<string> ClusterAddress()
    {
        var (_, health) = await Get("/api/health");
        var self = health.GetProperty("node").GetString();
        var address = health.GetProperty("members").EnumerateArray().Single(m => m.GetProperty("node").GetString() == self)
            .GetProperty("address").GetString()!;
        return address[(address.LastIndexOf('@') + 1)..];
    }

    public async Task<(int Status, JsonElement Body)> Get(string path)
    {
        using var client = await Client();
        using var answer = await client.GetAsync(path);
        return ((int)answer.StatusCode, JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement);
    }

    /// <summary>Polls until the response is the expected one.</summary>
    public async Task<JsonElement> Until(string path, Func<JsonElement, bool> isThere)
    {
        using var timeout = new CancellationTokenSource(Timeout);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (true)
        {
            if (await Get(path) is (200, var body) && isThere(body))
                return body;
            await timer.WaitForNextTickAsync(timeout.Token);
        }
    }

    public Task Signal(string name) => ChildPrograms.Signal(_process.Id, name);

    /// <summary>Its exit code, and its messages on standard error.</summary>
    public async Task<(int Code, string Said)> Ended()
    {
        using var timeout = new CancellationTokenSource(Timeout);
        await _process.WaitForExitAsync(timeout.Token);
        await _reading;
        return (_process.ExitCode, await _errors);
    }

    /// <summary>Runs it to its end.</summary>
    public static async Task<(int Code, string Said, IReadOnlyList<string> Log)> Run(params string[] arguments)
    {
        await using var server = Start(arguments);
        var (code, said) = await server.Ended();
        return (code, said, server.Log);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync();
        await _reading;
        _process.Dispose();
    }

    private async Task Read()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            lock (_log)
                _log.Add(line);
            if (line.Contains("\"url\":\"", StringComparison.Ordinal))
                _url.TrySetResult(new Uri(JsonDocument.Parse(line).RootElement.GetProperty("url").GetString()!));
        }
        _url.TrySetException(new InvalidOperationException($"The server ended without listening: {await _errors}"));
    }
}
