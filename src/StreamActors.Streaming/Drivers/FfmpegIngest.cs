using StreamActors.Domain.Workloads;
using StreamActors.Ffmpeg;

namespace StreamActors.Streaming;

/// <summary>An FFmpeg that reads a source, and a thread that copies its output into a relay.</summary>
internal sealed class FfmpegIngest : IDriver
{
    private const int MostRead = 64 * 1024;

    private readonly TaskCompletionSource<DriverEnd> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _readToEnd = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly RelaySeat _seat;
    private readonly FfmpegRun _run;
    private readonly FfmpegPlan _plan;
    private long _bytes;
    private Exception? _broken;

    private FfmpegIngest(RelaySeat seat, FfmpegRun run, FfmpegPlan plan) => (_seat, _run, _plan) = (seat, run, plan);

    public string Name => "ffmpeg";

    public Task<DriverEnd> Ended => _ended.Task;

    public long Accepted => _seat.Live.Published;

    /// <summary>FFmpeg was about to copy audio that MPEG-TS cannot carry; encoded, it can be carried.</summary>
    public bool WantsSoundEncoded { get; private set; }

    public static async Task<FfmpegIngest> Start(RelaySeat seat, FfmpegInstallation ffmpeg, FfmpegPlan plan, string workload, Reach reach)
    {
        var ingest = new FfmpegIngest(seat, await FfmpegChild.Start(ffmpeg, plan, workload, reach), plan);
        new Thread(ingest.Run) { IsBackground = true, Name = $"ffmpeg in {seat.Id}" }.Start();
        _ = ingest.Bury();
        return ingest;
    }

    public void IsProven(bool unhurried) => _run.IsProven(unhurried);

    public void Look() => _run.Check();

    /// <summary>FFmpeg keeps requesting a segment or key that the server refuses: report that as the cause of the stall.</summary>
    public bool EndsOfStall(string still, TimeSpan within)
    {
        if (_run.Complaint(within) is not { } complaint)
            return false;
        _run.End(complaint with { Sentence = $"{still} {complaint.Sentence}" });
        return true;
    }

    public void Stop() => _ = _run.Stop(StopLadder.Default);

    public WorkloadFigures Figures(DateTimeOffset at, long incarnation) => new(at, incarnation, Name)
    {
        Bytes = Volatile.Read(ref _bytes),
        BitsPerSecond = _seat.Live.Health.BitsPerSecond,
        Child = FfmpegChild.Figures(_run),
        Stream = _seat.Figures(),
        Changes = _plan.Changes,
    };

    private void Run()
    {
        _broken = _seat.Fill(Read);
        if (_broken is not null)
            Stop();
        _readToEnd.SetResult();
    }

    private void Read()
    {
        var buffer = new byte[MostRead];
        using var output = _run.Output;
        for (var count = output.TryRead(buffer); count != 0; count = output.TryRead(buffer))
        {
            if (count > 0)
            {
                Volatile.Write(ref _bytes, _bytes + count);
                _seat.Live.Write(buffer.AsSpan(0, count));
            }
            else if (!output.Wait())
            {
                _seat.Live.Idle();
            }
        }
    }

    private async Task Bury()
    {
        var end = await _run.Ended;
        await _readToEnd.Task;
        WantsSoundEncoded = end.Diagnosis is { Codec: { } codec } && CodecFit.IsSoundToEncode(codec);
        _ended.SetResult((_broken, end.Diagnosis) switch
        {
            ({ } broken, _) => new DriverEnd(ErrorClass.Bug, $"The stream cannot be read: {broken.Message}"),
            (_, { } diagnosis) => DriverEnd.Of(diagnosis),
            _ => DriverEnd.Wanted,
        });
    }
}
