using System.Diagnostics;

namespace StreamActors.Torture.Tests;

/// <summary>One run of the server under torture. Many commands are in progress at once; each reply is matched by its mark.</summary>
internal sealed class ServerUnderTest : IDisposable
{
    private readonly Process _process;
    private readonly Dictionary<string, TaskCompletionSource<string?>> _asked = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _reading;
    private bool _dead;

    private ServerUnderTest(Process process)
    {
        _process = process;
        _reading = Task.Run(Read);
    }

    public Task Ready => _ready.Task;

    public static ServerUnderTest Start(string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "StreamActors.Torture.dll"), .. arguments])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        var process = Process.Start(start) ?? throw new InvalidOperationException("It did not start.");
        process.ErrorDataReceived += static (_, _) => { };
        return new ServerUnderTest(process);
    }

    /// <returns>The reply's name, or null if the process died first.</returns>
    public Task<string?> Ask(string id, string mark)
    {
        TaskCompletionSource<string?> asked;
        lock (_asked)
        {
            if (_dead)
                return Task.FromResult<string?>(null);
            _asked[mark] = asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
            try
            {
                _process.StandardInput.WriteLine($"{id} {mark}");
                _process.StandardInput.Flush();
            }
            catch (IOException)
            {
                // Killed: pending commands end with its output.
            }
        }
        return asked.Task;
    }

    public void Kill() => _process.Kill();

    /// <summary>A clean stop; otherwise the exception has its output.</summary>
    public async Task Stop()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        await _reading;
        _process.ExitCode.ShouldBe(0, await _process.StandardError.ReadToEndAsync());
    }

    public async Task Ended()
    {
        await _process.WaitForExitAsync();
        await _reading;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
    }

    private async Task Read()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line == "ready")
            {
                _ready.TrySetResult();
                continue;
            }
            if (line.Split(' ') is not [_, var mark, var reply])
                continue; // truncated by a kill
            lock (_asked)
                _asked.GetValueOrDefault(mark)?.TrySetResult(reply);
        }
        lock (_asked)
        {
            _dead = true;
            foreach (var asked in _asked.Values)
                asked.TrySetResult(null);
        }
        _ready.TrySetException(new InvalidOperationException("It ended before it was ready."));
        _ = _ready.Task.Exception;
    }
}
