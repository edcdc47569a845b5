using StreamActors.Domain.Workloads;
using StreamActors.Ffmpeg;

namespace StreamActors.Streaming;

/// <summary>
/// Restarts an ingest with its audio encoded if MPEG-TS cannot carry that audio. The first run finds out: probing beforehand would add a
/// second to every start.
/// </summary>
internal sealed class SoundMended : IDriver
{
    private readonly TaskCompletionSource<DriverEnd> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile FfmpegIngest _now;
    private volatile bool _stopped;

    private SoundMended(FfmpegIngest first) => _now = first;

    public string Name => _now.Name;

    public Task<DriverEnd> Ended => _ended.Task;

    public long Accepted => _now.Accepted;

    public static async Task<IDriver> Start(Source source, Func<Source, Task<FfmpegIngest>> start)
    {
        var mended = new SoundMended(await start(source));
        _ = mended.Run(source, start);
        return mended;
    }

    public void IsProven(bool unhurried) => _now.IsProven(unhurried);

    public void Look() => _now.Look();

    public bool EndsOfStall(string still, TimeSpan within) => _now.EndsOfStall(still, within);

    public void Stop()
    {
        _stopped = true;
        _now.Stop();
    }

    public WorkloadFigures Figures(DateTimeOffset at, long incarnation) => _now.Figures(at, incarnation);

    private async Task Run(Source source, Func<Source, Task<FfmpegIngest>> start)
    {
        var end = await _now.Ended;
        if (_now.WantsSoundEncoded && source.Sound == Sound.Copy && !_stopped)
        {
            try
            {
                _now = await start(source with { Sound = Sound.Aac });
                if (_stopped)
                    _now.Stop();
                end = await _now.Ended;
            }
            catch (NotStartedException refused)
            {
                end = refused.End;
            }
        }
        _ended.SetResult(end);
    }
}
