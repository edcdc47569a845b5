using System.Diagnostics;
using System.Text.Json;
using StreamActors.Server;
using StreamActors.Testing.Peers;

namespace StreamActors.Benchmarks.Http;

/// <summary>A server process in its own folder, without a request limit.</summary>
internal sealed class ServerUnderLoad : IAsyncDisposable
{
    private readonly Process _process;
    private readonly string? _folder;

    private ServerUnderLoad(Process process, string? folder, Uri url) => (_process, _folder, Url) = (process, folder, url);

    public Uri Url { get; }

    public TimeSpan Cpu
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    public long ResidentBytes
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    public static Task<ServerUnderLoad> Up()
    {
        var folder = Directory.CreateTempSubdirectory("sa-bench-").FullName;
        return Up(folder, folder, []);
    }

    /// <summary>In a folder that is kept.</summary>
    public static Task<ServerUnderLoad> UpOn(string folder) => Up(folder, null, []);

    /// <summary>A server with simulated telemetry, a thousand changes each second once it is started.</summary>
    public static Task<ServerUnderLoad> UpWithFigures(string folder) =>
        Up(folder, null, [typeof(ServerUnderLoad).Assembly.Location, "figures", folder]);

    public void Begin()
    {
        _process.StandardInput.WriteLine("begin");
        _process.StandardInput.Flush();
    }

    private static async Task<ServerUnderLoad> Up(string data, string? folder, IReadOnlyList<string> instead)
    {
        string[] usual = [ServerProcess.Program, "up", "--data", data, "--http", "127.0.0.1:0", "--streamactors.http.requests-per-second=0",
            "--streamactors.quota.inputs=0"];
        var process = Process.Start(new ProcessStartInfo("dotnet", instead.Count > 0 ? instead : usual) { RedirectStandardInput = true,
            RedirectStandardOutput = true, RedirectStandardError = true })!;
        _ = process.StandardError.ReadToEndAsync();
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (!line.Contains("\"url\":\"", StringComparison.Ordinal))
                continue;
            _ = process.StandardOutput.ReadToEndAsync();
            Caller.Key = File.ReadLines(Path.Combine(data, LocalKeyFile.Name)).First();
            return new ServerUnderLoad(process, folder, new Uri(JsonDocument.Parse(line).RootElement.GetProperty("url").GetString()!));
        }
        throw new InvalidOperationException("The server ended without listening.");
    }

    /// <summary>Killed: the next start finds the state after a crash.</summary>
    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        if (_folder is not null)
            Directory.Delete(_folder, recursive: true);
    }
}
