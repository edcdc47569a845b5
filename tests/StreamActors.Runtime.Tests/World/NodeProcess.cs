using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace StreamActors.Runtime.Tests;

/// <summary>A node in its own process. It hosts the entities; requests come from the tests' process.</summary>
public sealed partial class NodeProcess : IAsyncDisposable
{
    private const int SigKill = 9;
    private const int SigTerm = 15;
    private const int SigCont = 18;
    private const int SigStop = 19;

    private readonly ConcurrentQueue<string> _errors = new();
    private readonly Process _process;

    private NodeProcess(string name, Process process) => (Name, _process) = (name, process);

    public string Name { get; }

    public static async Task<NodeProcess> Start(string name, string connectionString, TestNode seed, string? recorder = null)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "StreamActors.Runtime.Node.dll");
        var process =
            Process.Start(new ProcessStartInfo("dotnet", [program, name, connectionString, seed.Address.ToString(),
            .. recorder is null ? [] : new[] { recorder }])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        }) ?? throw new InvalidOperationException("The node did not start.");
        var node = new NodeProcess(name, process);
        process.ErrorDataReceived += (_, line) => node._errors.Enqueue(line.Data ?? "");
        process.BeginErrorReadLine();
        try
        {
            while (await process.StandardOutput.ReadLineAsync().WaitAsync(Patience.SetUp) is { } line)
            {
                if (line == "up")
                    return node;
                node._errors.Enqueue(line);
            }
            throw new InvalidOperationException("The node ended before it was up.");
        }
        catch (Exception e)
        {
            await node.DisposeAsync();
            throw new InvalidOperationException(string.Join('\n', node._errors), e);
        }
    }

    public void Kill() => Send(SigKill);

    public void Leave() => Send(SigTerm);

    public void Freeze() => Send(SigStop);

    public void Thaw() => Send(SigCont);

    public async Task<int> Ended()
    {
        await _process.WaitForExitAsync().WaitAsync(Patience.SetUp);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            Send(SigKill);
        await Ended();
        _process.Dispose();
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Signal(int process, int signal);

    private void Send(int signal) => Signal(_process.Id, signal).ShouldBe(0);
}
