using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Win32.SafeHandles;

namespace StreamActors.Ffmpeg;

/// <summary>
/// Starts all child processes, and kills them when it is disposed or the server dies. Why not CliWrap:
/// decisions/0040-our-own-child-process-launcher.md.
/// </summary>
public sealed partial class ChildLauncher : IAsyncDisposable
{
    private readonly StarterThread _starter = new();
    private readonly ConcurrentDictionary<int, Child> _running = new();
    private readonly ChildMonitor _childMonitor;
    private readonly ILogger _logger;
    private readonly Lazy<Task<Leash>> _leash;

    public ChildLauncher(TimeProvider time, ILogger<ChildLauncher>? logger = null)
    {
        Time = time;
        TcpQueues = new TcpQueues(time);
        _logger = logger ?? NullLogger<ChildLauncher>.Instance;
        _childMonitor = new ChildMonitor(time, _logger);
        _leash = new Lazy<Task<Leash>>(TryOut);
    }

    /// <summary>The clock for everything about children.</summary>
    public TimeProvider Time { get; }

    internal TcpQueues TcpQueues { get; }

    /// <exception cref="FileNotFoundException">The program, or one of its wrappers, is not installed.</exception>
    /// <exception cref="System.ComponentModel.Win32Exception">The machine cannot start another process.</exception>
    public async Task<Child> Start(ChildStart start) => await Start(start, await _leash.Value);

    public async ValueTask DisposeAsync()
    {
        var running = _running.Values.ToArray();
        foreach (var child in running)
            child.Signal(ChildSignal.Kill);
        await Task.WhenAll(running.Select(child => child.Ended));
        _childMonitor.Dispose();
        _starter.Dispose();
    }

    private async Task<Child> Start(ChildStart start, Leash leash)
    {
        var program = Programs.Find(start.Program) ?? throw new FileNotFoundException(
            $"The program '{start.Program}' is not installed, or not in PATH.");
        var tokens = leash.Tokens(program, _starter.Id, start);
        var environment = ChildEnvironment.For(start.Environment);
        var child = await _starter.Run(() => Launch(start, tokens, environment));
        _running[child.Pid] = child;
        _childMonitor.Add(child);
        _ = child.Ended.ContinueWith(_ => _running.TryRemove(new(child.Pid, child)), TaskScheduler.Default);
        return child;
    }

    private static Child Launch(ChildStart start, List<string> tokens, List<string> environment)
    {
        using var pipes = new ChildPipes(start);
        SafeFileHandle?[] theirs = start.OnProgress is null
            ? [pipes.Stdin?.Theirs, pipes.Stdout?.Theirs, pipes.Stderr.Theirs]
            : [pipes.Stdin?.Theirs, pipes.Stdout?.Theirs, pipes.Stderr.Theirs, pipes.Progress?.Theirs];
        var pid = Spawn.Start(tokens, environment, theirs);
        return pipes.Hand(pid);
    }

    /// <summary>Starts a program that does nothing, to test whether the leash works here: some containers restrict /proc.</summary>
    private async Task<Leash> TryOut()
    {
        var leash = Leash.Find();
        var said = new StringWriter();
        if (await Succeeds(leash, said))
            return leash;
        if (!await Succeeds(leash with { Gate = false }, said))
            throw new InvalidOperationException($"Children cannot be tied to this server, so none is started: {said.ToString().Trim()}");
        GateIsLocked(_logger);
        return leash with { Gate = false };
    }

    private async Task<bool> Succeeds(Leash leash, StringWriter said)
    {
        var nothing = new ChildStart("true", []) { OnStderr = bytes => said.Write(System.Text.Encoding.UTF8.GetString(bytes)) };
        var child = await Start(nothing, leash);
        return (await child.Ended).ExitCode == 0;
    }
}
