using StreamActors.Domain.Workloads;
using StreamActors.Ffmpeg;
using StreamActors.Media.Mpegts;

namespace StreamActors.Streaming;

/// <summary>An FFmpeg fed from a relay that sends to one destination.</summary>
internal sealed class FfmpegEgress : IDriver
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(20);

    private readonly TaskCompletionSource<DriverEnd> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly FfmpegRun _run;
    private readonly PipeFeeder _feeder;
    private readonly PipeFeed _feed;
    private readonly ProgressCounter _progressCounter;
    private readonly Acknowledged _acknowledged = new();
    private readonly RelayHost _host;
    private readonly RecordingGuard? _recording;
    private readonly long _damageBefore;
    private volatile bool _stopped;

    private FfmpegEgress(FfmpegRun run, ProgressCounter progressCounter, RelayHost host, PipeFeeder feeder, PipeFeed feed,
        RecordingGuard? recording)
    {
        (_run, _progressCounter, _host, _feeder, _feed, _recording) = (run, progressCounter, host, feeder, feed, recording);
        _damageBefore = feed.Damage;
    }

    public string Name => "ffmpeg";

    public Task<DriverEnd> Ended => _ended.Task;

    /// <summary>Not what FFmpeg wrote: the kernel buffers megabytes for a peer that reads nothing.</summary>
    public long Accepted => _acknowledged.Count;

    public long Lost => _feed.Lost;

    /// <summary>What waits in the relay, the pipe and the kernel.</summary>
    public TimeSpan? Backlog => _host.TimeOf((_feed.Behind * TsPacket.Size) + _run.Input.Unread + (_run.Unacknowledged ?? 0));

    public static async Task<FfmpegEgress> Start(
        RelayHost host, FfmpegInstallation ffmpeg, FfmpegPlan plan, string workload, Reach reach, PipeFeeder feeder,
        RecordingGuard? recording,
        LayoutWatch layout, TimeProvider time)
    {
        var progressCounter = new ProgressCounter();
        var run = await ffmpeg.Run(plan, workload, reach, onProgress: progressCounter.Update);
        var feed = new PipeFeed(host, run.Input, layout);
        var egress = new FfmpegEgress(run, progressCounter, host, feeder, feed, recording);
        feeder.Add(feed);
        _ = egress.OnExited(host, time);
        return egress;
    }

    public void IsProven(bool unhurried) => _run.IsProven(unhurried);

    public void Check()
    {
        _run.Check();
        _acknowledged.Check(_progressCounter.Count, _run.Unacknowledged, _run.Progress?.Bytes ?? 0);
        if (_feed.Changed is not null)
            _ = _run.Stop(StopLadder.Default);
        if (_recording?.Check() is { } reason)
            _run.End(reason, StopLadder.Default); // gives FFmpeg time to finish the file
    }

    public void Stop()
    {
        _stopped = true;
        _ = _run.Stop(StopLadder.Default);
    }

    public WorkloadFigures Figures(DateTimeOffset at, long incarnation) => new(at, incarnation, Name)
    {
        Bytes = _run.Progress?.Bytes ?? _feed.FedBytes,
        BitsPerSecond = (long)(_run.Progress?.BitsPerSecond ?? 0),
        LostPackets = _feed.Lost,
        BehindPackets = _feed.Behind,
        BacklogSeconds = Backlog is { } backlog ? Math.Round(backlog.TotalSeconds, 2) : null,
        Child = _run.Figures,
        Changes = _run.Plan.Changes,
    };

    /// <summary>Blames the input for an otherwise unexplained end while packets of the input were missing.</summary>
    private DriverEnd OfInput(Diagnosis diagnosis)
    {
        var missing = _feed.Damage - _damageBefore;
        return diagnosis.Class == ErrorClass.Bug && missing > 0
            ? new DriverEnd(ErrorClass.DamagedInput,
            FormattableString.Invariant($"The input is damaged: {missing} gaps during this run. {diagnosis.Sentence}"))
            : DriverEnd.Of(diagnosis);
    }

    /// <summary>The next FFmpeg should begin with a key frame. A stream without key frames is passed on after a timeout.</summary>
    private async Task NextKeyFrame(RelayHost host, TimeProvider time)
    {
        var since = time.GetTimestamp();
        while (!_stopped && host.Live.JoinPoint is null && time.GetElapsedTime(since) < RelayHost.WithoutKeyFrame)
            await Task.Delay(Step, time);
    }

    private async Task OnExited(RelayHost host, TimeProvider time)
    {
        var end = await _run.Ended;
        var relayEnded = _feed.RelayEnded;
        _feeder.Remove(_feed);
        await _feed.Gone;
        if (_feed.Changed is { } change && !_stopped)
        {
            await NextKeyFrame(host, time);
            _ended.SetResult(new DriverEnd(ErrorClass.InputLost, change, Anew: true));
            return;
        }
        _ended.SetResult(end.Diagnosis switch
        {
            _ when _feed.Broken is { } broken => broken,
            null => DriverEnd.Wanted,
            _ when relayEnded => new DriverEnd(ErrorClass.InputLost, "The input has ended."),
            // The relay continues, but FFmpeg cannot read it: an immediate restart would only fail again.
            { Class: ErrorClass.InputLost } unreadable => new DriverEnd(ErrorClass.Stalled, unreadable.Sentence),
            // With packets dropped for it the stream was damaged, and FFmpeg ends of that: not FFmpeg's fault.
            { Class: ErrorClass.Bug } when end.Child.Signal is null && _feed.Lost > 0 =>
                new DriverEnd(ErrorClass.Network, $"The destination is too slow: {_feed.Lost} packets were dropped, and FFmpeg gave up."),
            var diagnosis => OfInput(diagnosis),
        });
    }
}
