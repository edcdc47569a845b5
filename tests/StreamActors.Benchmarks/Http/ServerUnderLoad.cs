using System.Diagnostics;
using System.Text.Json;

namespace StreamActors.Benchmarks.Http;

/// <summary>A server process on a folder of its own, without a limit on how much one may ask.</summary>
internal sealed class ServerUnderLoad : IAsyncDisposable
{
    private readonly Process _process;
    private readonly string _folder;

    private ServerUnderLoad(Process process, string folder, Uri url) => (_process, _folder, Url) = (process, folder, url);

    public Uri Url { get; }

    public TimeSpan Cpu
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    public static async Task<ServerUnderLoad> Up()
    {
        var folder = Directory.CreateTempSubdirectory("sa-bench-").FullName;
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "StreamActors.Server.dll"), "up", "--data", folder, "--http", "127.0.0.1:0", "--streamactors.http.requests-per-second=0"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var process = Process.Start(start)!;
        _ = process.StandardError.ReadToEndAsync();
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (!line.Contains("\"url\":\"", StringComparison.Ordinal))
                continue;
            _ = process.StandardOutput.ReadToEndAsync();
            return new ServerUnderLoad(process, folder, new Uri(JsonDocument.Parse(line).RootElement.GetProperty("url").GetString()!));
        }
        throw new InvalidOperationException("The server ended without listening.");
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
