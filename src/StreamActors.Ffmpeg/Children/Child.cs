using Microsoft.Win32.SafeHandles;

namespace StreamActors.Ffmpeg;

public enum ChildSignal
{
    Interrupt = 2,
    Kill = 9,
    Terminate = 15,
}

/// <summary>A running child process. Its pid stays reserved until it is reaped, so it cannot belong to another process meanwhile.</summary>
public sealed class Child
{
    private readonly Lock _gate = new();
    private readonly TaskCompletionSource<ChildEnd> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _gone;

    internal Child(int pid, ChildStart start, SafeFileHandle? stdin, SafeFileHandle? stdout, SafeFileHandle stderr,
        SafeFileHandle? progress)
    {
        Pid = pid;
        Start = start;
        Stdin = stdin is null ? null : new ChildInput(stdin);
        Stdout = stdout is null ? null : new ChildOutput(stdout);
        Stderr = stderr;
        Progress = progress;
        Exit = new SafeFileHandle(Libc.OpenPid(pid), ownsHandle: true);
    }

    public int Pid { get; }

    public ChildInput? Stdin { get; }

    public ChildOutput? Stdout { get; }

    /// <summary>Completes after the last byte of stderr and progress was delivered. Stdout may still hold bytes to read.</summary>
    public Task<ChildEnd> Ended => _ended.Task;

    /// <summary>Reads the progress pipe only every five seconds: FFmpeg's reporting interval is fixed at its start.</summary>
    public bool ReadsProgressSlowly { get; set; }

    internal ChildStart Start { get; }

    internal SafeFileHandle Stderr { get; }

    internal SafeFileHandle? Progress { get; }

    /// <summary>A pidfd: readable once the child has ended.</summary>
    internal SafeFileHandle Exit { get; }

    /// <summary>Signals the child's process group.</summary>
    /// <returns>False if it has ended.</returns>
    public bool Signal(ChildSignal signal)
    {
        lock (_gate)
            return !_gone && Libc.Kill(-Pid, (int)signal) == 0;
    }

    /// <summary>Kills the rest of the child's process group and reaps the child.</summary>
    /// <returns>False if it has not ended.</returns>
    internal unsafe bool Reap()
    {
        var usage = stackalloc long[32];
        int answer, status;
        lock (_gate)
        {
            _ = Libc.Kill(-Pid, (int)ChildSignal.Kill);
            answer = Libc.Wait(Pid, out status, Libc.NoHang, usage);
            if (answer == 0)
                return false;
            _gone = true;
        }
        Stderr.Dispose();
        Progress?.Dispose();
        Exit.Dispose();
        Stdin?.Dispose();

        // With SIGCHLD ignored in our process (some supervisors hand that down) the kernel keeps no exit status.
        return _ended.TrySetResult(answer == Pid ? ChildEnd.From(status, new ReadOnlySpan<long>(usage, 5)) : ChildEnd.Unknown);
    }
}
