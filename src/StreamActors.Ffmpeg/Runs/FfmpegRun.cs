using StreamActors.Domain.Workloads;

namespace StreamActors.Ffmpeg;

/// <summary>How a run ended. <paramref name="Diagnosis"/> is null where it was stopped because it was wanted so.</summary>
public sealed record RunEnd(ChildEnd Child, Rung Rung, Diagnosis? Diagnosis);

/// <summary>
/// One FFmpeg at work, from start to end. Media goes through <see cref="Input"/> (an egress) or <see cref="Output"/> (an ingest), on the caller's own
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
    private Task<Rung>? _stopping;
    private Diagnosis? _verdict;
    private bool _wanted;
    private volatile bool _mediaSeen;

    internal FfmpegRun(FfmpegPlan plan, IGateway? gateway, TimeProvider time, Action<string> onLine, Action<ProgressReport>? onProgress)
    {
        (Plan, _gateway, _time) = (plan, gateway, time);
        _stderr = new StderrReader(time, new SecretMask([.. plan.Secrets, .. gateway is null ? [] : (Kernel.Secret[])[gateway.Password]]), onLine, line =>
        {
            if (line.Contains("[warning]", StringComparison.Ordinal) || line.Contains("[error]", StringComparison.Ordinal))
                Volatile.Write(ref _complainedAt, time.GetTimestamp());
            if (LiveSign.In(plan, line) is { } diagnosis)
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

    /// <summary>Where an egress is fed.</summary>
    public ChildInput Input => Child.Stdin ?? throw new InvalidOperationException("An ingest is not fed.");

    /// <summary>Where an ingest's MPEG-TS comes out. Dispose of it after reading it to its end.</summary>
    public ChildOutput Output => Child.Stdout ?? throw new InvalidOperationException("An egress puts nothing out here.");

    /// <summary>As <see cref="Check"/> read it last.</summary>
    public ChildUsage? Usage { get; private set; }

    /// <summary>
    /// Bytes written to the destination's TCP connection and not acknowledged by it; null where it is not over TCP, or not connected.
    /// </summary>
    public long? Unacknowledged
    {
        get
        {
            if (_tcp?.Read() is not { } queues || !Plan.SendsOverTcp)
                return null;
            if (!_sockets.Any(queues.ContainsKey))
                _sockets = TcpQueues.SocketsOf(Pid); // it connects a while after its start
            var held = _sockets.Where(queues.ContainsKey).ToList();
            return held.Count == 0 ? null : held.Sum(socket => queues[socket]);
        }
    }

    /// <summary>Null as long as nothing has been read of it.</summary>
    public ChildFigures? Figures => Usage is { } usage
        ? new ChildFigures(Pid, Math.Round(usage.Cpu.TotalSeconds, 2), usage.ResidentBytes, Progress?.Speed, Progress?.Dropped, Progress?.Duplicated)
        : null;

    private Child Child => _child ?? throw new InvalidOperationException("It has not been started.");

    /// <summary>It is proven: its progress is looked at every five seconds instead of every second.</summary>
    public void IsProven(bool unhurried) => Child.ReadsProgressAtLeisure = unhurried;

    /// <summary>Why it moves no media although it goes on, by what it said within that time; null where it said nothing that tells.</summary>
    public Diagnosis? Complaint(TimeSpan within) => _gateway?.Trouble
        ?? (Volatile.Read(ref _complainedAt) is var at and not 0 && _time.GetElapsedTime(at) <= within ? Fault.Complaint(Story(StillRunning)) : null);

    /// <summary>Stops it because that is wanted; there will be no diagnosis.</summary>
    public Task<Rung> Stop(StopLadder ladder)
    {
        lock (_gate)
        {
            _wanted = true;
            return _stopping ??= ladder.Stop(Child, _time);
        }
    }

    /// <summary>Ends it for a reason that supervision has seen (no media for too long, the input lost): that is its diagnosis then.</summary>
    public void End(Diagnosis diagnosis)
    {
        lock (_gate)
            _verdict ??= diagnosis;
        _child?.Signal(ChildSignal.Kill);
    }

    /// <summary>The same, where FFmpeg is to have time to write the end of its file.</summary>
    public void End(Diagnosis diagnosis, StopLadder ladder)
    {
        lock (_gate)
        {
            _verdict ??= diagnosis;
            _stopping ??= ladder.Stop(Child, _time);
        }
    }

    /// <summary>
    /// Looks at what the child uses, and ends one that somebody has stopped (SIGSTOP) and not let go on: it holds its port and its peer, and serves
    /// nobody. Called often, it looks once a second.
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
            End(new Diagnosis(ErrorClass.Stalled, "FFmpeg was stopped by a signal (SIGSTOP) and did not go on."));
    }

    internal async Task Start(Launchpad launchpad, ChildStart start)
    {
        (_tcp, _began) = (launchpad.TcpQueues, _time.GetTimestamp());
        _child = await launchpad.Start(start with { OnStderr = _stderr.Add, OnProgress = _progress.Add });
        if (_verdict is not null)
            _child.Signal(ChildSignal.Kill); // its first words had already spoken against it
        _ = Bury(_child);
    }

    private async Task Bury(Child child)
    {
        var end = await child.Ended;
        _stderr.End();
        var trouble = _gateway?.Trouble;
        if (_gateway is not null)
            await _gateway.DisposeAsync();
        var rung = _stopping is { } stopping ? await stopping : Rung.None;
        bool wanted;
        Diagnosis? verdict;
        lock (_gate)
            (wanted, verdict) = (_wanted && rung != Rung.None, _verdict);
        var diagnosis = verdict ?? (wanted ? null : trouble ?? Fault.Of(Story(end)));
        _ended.SetResult(new RunEnd(end, rung, diagnosis));
    }

    private Story Story(ChildEnd end) => new(Plan.Side, Plan.Protocol, end, _mediaSeen, Tail.Lines) { HasEnd = Plan.HasEnd, Lived = _time.GetElapsedTime(_began) };
}
