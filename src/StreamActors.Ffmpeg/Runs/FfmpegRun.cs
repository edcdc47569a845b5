using StreamActors.Domain.Workloads;

namespace StreamActors.Ffmpeg;

/// <summary>How a run ended. <paramref name="Diagnosis"/> is null if it was stopped on request.</summary>
public sealed record RunEnd(ChildEnd Child, StopStep StopStep, Diagnosis? Diagnosis);

/// <summary>
/// One FFmpeg from start to end. Media goes through <see cref="Input"/> (an egress) or <see cref="Output"/> (an ingest), on the caller's
/// thread.
/// </summary>
public sealed class FfmpegRun
{
    private static readonly ChildEnd StillRunning = new(null, null, TimeSpan.Zero, 0);

    private static readonly TimeSpan ReadingInterval = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan LongestStop = TimeSpan.FromSeconds(5);

    private readonly IGateway? _gateway;
    private readonly TimeProvider _time;
    private readonly StderrReader _stderr;
    private readonly ProgressReader _progress;
    private readonly TaskCompletionSource<RunEnd> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _gate = new();
    private Child? _child;
    private TcpQueues? _tcp;
    private IReadOnlyList<long> _sockets = [];
    private long _began;
    private long? _read;
    private long _complainedAt;
    private long? _stoppedAt;
    private Task<StopStep>? _stopping;
    private Diagnosis? _verdict;
    private bool _wanted;
    private volatile bool _mediaSeen;

    internal FfmpegRun(FfmpegPlan plan, IGateway? gateway, TimeProvider time, Action<string> onLine, Action<ProgressReport>? onProgress)
    {
        (Plan, _gateway, _time) = (plan, gateway, time);
        _stderr = new StderrReader(time, new SecretMask([.. plan.Secrets, .. gateway is null ? [] : (Kernel.Secret[])[gateway.Password]]),
            onLine, line =>
        {
            if (line.Contains("[warning]", StringComparison.Ordinal) || line.Contains("[error]", StringComparison.Ordinal))
                Volatile.Write(ref _complainedAt, time.GetTimestamp());
            if (StderrTriggers.In(plan, line) is { } diagnosis)
                End(diagnosis);
        });
        _progress = new ProgressReader(report =>
        {
            _mediaSeen |= report.HasMovedSince(null);
            onProgress?.Invoke(report);
        });
    }

    public Task<RunEnd> Ended => _ended.Task;

    public StderrTail Tail => _stderr.Tail;

    public ProgressReport? Progress => _progress.Latest;

    public FfmpegPlan Plan { get; }

    public int Pid => Child.Pid;

    /// <summary>The stdin of an egress.</summary>
    public ChildInput Input => Child.Stdin ?? throw new InvalidOperationException("An ingest has no input pipe.");

    /// <summary>The MPEG-TS of an ingest. Dispose it after reading it to its end.</summary>
    public ChildOutput Output => Child.Stdout ?? throw new InvalidOperationException("An egress has no output pipe.");

    /// <summary>As last read by <see cref="Check"/>.</summary>
    public ChildUsage? Usage { get; private set; }

    /// <summary>Bytes written to the destination's TCP connection and not acknowledged; null without a connection.</summary>
    public long? Unacknowledged
    {
        get
        {
            if (_tcp?.Read() is not { } queues || !Plan.SendsOverTcp)
                return null;
            if (!_sockets.Any(queues.ContainsKey))
                _sockets = TcpQueues.SocketsOf(Pid); // it connects some time after its start
            var held = _sockets.Where(queues.ContainsKey).ToList();
            return held.Count == 0 ? null : held.Sum(socket => queues[socket]);
        }
    }

    /// <summary>Null as long as nothing has been read of it.</summary>
    public ChildFigures? Figures => Usage is { } usage
        ? new ChildFigures(Pid, Math.Round(usage.Cpu.TotalSeconds, 2), usage.ResidentBytes, Progress?.Speed, Progress?.Dropped,
        Progress?.Duplicated)
        : null;

    private Child Child => _child ?? throw new InvalidOperationException("It has not been started.");

    /// <summary>Media flows: progress may be read every five seconds instead of every second.</summary>
    public void IsProven(bool unhurried) => Child.ReadsProgressSlowly = unhurried;

    /// <summary>Why a running FFmpeg moves no media, from its messages within that time; null if they do not tell.</summary>
    public Diagnosis? Complaint(TimeSpan within) => _gateway?.Trouble
        ?? (Volatile.Read(ref _complainedAt) is var at and not 0 && _time.GetElapsedTime(at) <= within
        ? Fault.Complaint(Story(StillRunning)) : null);

    /// <summary>Stops it on request, without a diagnosis.</summary>
    public Task<StopStep> Stop(StopLadder ladder)
    {
        lock (_gate)
        {
            _wanted = true;
            return _stopping ??= ladder.Stop(Child, _time);
        }
    }

    /// <summary>Ends it with a diagnosis of the supervision (a stall, the input lost).</summary>
    public void End(Diagnosis diagnosis)
    {
        lock (_gate)
            _verdict ??= diagnosis;
        _child?.Signal(ChildSignal.Kill);
    }

    /// <summary>The same, with time for FFmpeg to finish its file.</summary>
    public void End(Diagnosis diagnosis, StopLadder ladder)
    {
        lock (_gate)
        {
            _verdict ??= diagnosis;
            _stopping ??= ladder.Stop(Child, _time);
        }
    }

    /// <summary>
    /// Reads the child's usage, and ends a child stopped by SIGSTOP that does not continue: it would keep its port and its peer. Runs once
    /// a second at most.
    /// </summary>
    public void Check()
    {
        var now = _time.GetTimestamp();
        if (_read is { } before && _time.GetElapsedTime(before, now) < ReadingInterval)
            return;
        _read = now;
        Usage = ChildUsage.Of(Child);
        _stoppedAt = Usage is { IsStopped: true } ? _stoppedAt ?? now : null;
        if (_stoppedAt is { } since && _time.GetElapsedTime(since, now) >= LongestStop)
            End(new Diagnosis(ErrorClass.Stalled, "FFmpeg was stopped by a signal (SIGSTOP) and did not continue."));
    }

    internal async Task Start(ChildLauncher childLauncher, ChildStart start)
    {
        (_tcp, _began) = (childLauncher.TcpQueues, _time.GetTimestamp());
        _child = await childLauncher.Start(start with { OnStderr = _stderr.Add, OnProgress = _progress.Add });
        if (_verdict is not null)
            _child.Signal(ChildSignal.Kill); // its first messages were already fatal
        _ = OnExited(_child);
    }

    private async Task OnExited(Child child)
    {
        var end = await child.Ended;
        _stderr.End();
        var trouble = _gateway?.Trouble;
        if (_gateway is not null)
            await _gateway.DisposeAsync();
        var stopStep = _stopping is { } stopping ? await stopping : StopStep.None;
        bool wanted;
        Diagnosis? verdict;
        lock (_gate)
            (wanted, verdict) = (_wanted && stopStep != StopStep.None, _verdict);
        var diagnosis = verdict ?? (wanted ? null : trouble ?? Fault.Of(Story(end)));
        _ended.SetResult(new RunEnd(end, stopStep, diagnosis));
    }

    private RunOutcome Story(ChildEnd end) =>
        new(Plan.Side, Plan.Protocol, end, _mediaSeen, Tail.Lines) { HasEnd = Plan.HasEnd, Lived = _time.GetElapsedTime(_began) };
}
