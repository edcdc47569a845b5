using StreamActors.Domain.Workloads;
using StreamActors.Ffmpeg;

namespace StreamActors.Streaming;

/// <summary>An FFmpeg that reads a source, and a thread that copies its output into a relay.</summary>
internal sealed class FfmpegIngest : IDriver
{
    private const int MostRead = 64 * 1024;

    private readonly TaskCompletionSource<DriverEnd> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly RelayHost _host;
    private readonly Func<FfmpegPlan, Task<FfmpegRun>> _start;
    private readonly FfmpegVersion _version;
    private Source _source;
    private volatile FfmpegRun _run;
    private long _bytes;
    private volatile bool _stopped;

    private FfmpegIngest(RelayHost host, Func<FfmpegPlan, Task<FfmpegRun>> start, FfmpegVersion version, Source source, FfmpegRun run) =>
        (_host, _start, _version, _source, _run) = (host, start, version, source, run);

    public string Name => "ffmpeg";

    public Task<DriverEnd> Ended => _ended.Task;

    public long Accepted => _host.Live.Published;

    public static async Task<FfmpegIngest> Start(RelayHost host, FfmpegInstallation ffmpeg, Source source, string workload, Reach reach)
    {
        Task<FfmpegRun> Start(FfmpegPlan plan) => ffmpeg.Run(plan, workload, reach);
        var ingest = new FfmpegIngest(host, Start, ffmpeg.Version, source, await Start(source.Plan(ffmpeg.Version)));
        _ = ingest.Follow();
        return ingest;
    }

    public void IsProven(bool unhurried) => _run.IsProven(unhurried);

    public void Check() => _run.Check();

    /// <summary>FFmpeg keeps requesting a segment or key that the server refuses: report that as the cause of the stall.</summary>
    public bool EndsOfStall(string still, TimeSpan within)
    {
        if (_run.Complaint(within) is not { } complaint)
            return false;
        _run.End(complaint with { Sentence = $"{still} {complaint.Sentence}" });
        return true;
    }

    public void Stop()
    {
        _stopped = true;
        _ = _run.Stop(StopLadder.Default);
    }

    public WorkloadFigures Figures(DateTimeOffset at, long incarnation) => new(at, incarnation, Name)
    {
        Bytes = Volatile.Read(ref _bytes),
        BitsPerSecond = _host.Live.Health.BitsPerSecond,
        Child = _run.Figures,
        Stream = _host.Figures(),
        Changes = _run.Plan.Changes,
    };

    private async Task Follow()
    {
        var (end, broken) = await RunEnded();
        if (end.Diagnosis is { Codec: { } codec } && CodecFit.IsSoundToEncode(codec) && _source.Sound == Sound.Copy && !_stopped)
        {
            try
            {
                _source = _source with { Sound = Sound.Aac };
                _run = await _start(_source.Plan(_version));
            }
            catch (Exception failure)
            {
                _ended.SetResult(DriverEnd.Of(FfmpegInstallation.CouldNotStart(failure)));
                return;
            }
            if (_stopped)
                _ = _run.Stop(StopLadder.Default);
            (end, broken) = await RunEnded();
        }
        _ended.SetResult((broken, end.Diagnosis) switch
        {
            ({ }, _) => new DriverEnd(ErrorClass.Bug, $"The stream cannot be read: {broken.Message}"),
            (_, { } diagnosis) => DriverEnd.Of(diagnosis),
            _ => DriverEnd.Wanted,
        });
    }

    /// <returns>How the run ended, when all that it put out is read; and what reading it broke of.</returns>
    private async Task<(RunEnd End, Exception? Broken)> RunEnded()
    {
        var run = _run;
        var read = new TaskCompletionSource<Exception?>(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(() =>
        {
            var broken = _host.Fill(() => Read(run));
            if (broken is not null)
                _ = run.Stop(StopLadder.Default);
            read.SetResult(broken);
        })
        { IsBackground = true, Name = $"ffmpeg in {_host.Id}" }.Start();
        return (await run.Ended, await read.Task);
    }

    private void Read(FfmpegRun run)
    {
        var buffer = new byte[MostRead];
        using var output = run.Output;
        Volatile.Write(ref _bytes, 0);
        for (var count = output.TryRead(buffer); count != 0; count = output.TryRead(buffer))
        {
            if (count > 0)
            {
                Volatile.Write(ref _bytes, _bytes + count);
                _host.Live.Write(buffer.AsSpan(0, count));
            }
            else if (!output.Wait())
            {
                _host.Live.Idle();
            }
        }
    }
}
