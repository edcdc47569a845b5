using Microsoft.Win32.SafeHandles;

namespace StreamActors.Ffmpeg;

public enum ChildSignal
{
    Interrupt = 2,
    Kill = 9,
    Terminate = 15,
}

/// <summary>A running child. It is ours until the kernel has told us how it ended, so its pid cannot be another's meanwhile.</summary>
public sealed class Child
{
    private readonly Lock _gate = new();
    private readonly TaskCompletionSource<ChildEnd> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _gone;

    internal Child(int pid, ChildStart start, SafeFileHandle? stdin, SafeFileHandle? stdout, SafeFileHandle stderr, SafeFileHandle? progress)
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

    /// <summary>Completes after the last byte of stderr and progress was handed over. Stdout may still hold bytes: read it to its end.</summary>
    public Task<ChildEnd> Ended => _ended.Task;

    /// <summary>Progress is read as it comes, or every five seconds: the child cannot be asked to report less often, but we can look less often.</summary>
    public bool ReadsProgressAtLeisure { get; set; }

    internal ChildStart Start { get; }

    internal SafeFileHandle Stderr { get; }

    internal SafeFileHandle? Progress { get; }

    /// <summary>A pidfd: readable once the child has ended.</summary>
    internal SafeFileHandle Exit { get; }

    /// <summary>To the child and to all it started.</summary>
    /// <returns>False where it had ended.</returns>
    public bool Signal(ChildSignal signal)
    {
        lock (_gate)
            return !_gone && Libc.Kill(-Pid, (int)signal) == 0;
    }

    /// <summary>Takes the child's end from the kernel, after killing whatever it left behind in its group.</summary>
    /// <returns>False where it has not ended.</returns>
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

        // Nothing to take where SIGCHLD is ignored in our process (some supervisors hand that down): then the kernel keeps no ends.
        return _ended.TrySetResult(answer == Pid ? ChildEnd.From(status, new ReadOnlySpan<long>(usage, 5)) : ChildEnd.Unknown);
    }
}
