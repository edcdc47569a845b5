using StreamActors.Domain.Workloads;

namespace StreamActors.Streaming;

/// <summary>An input that MediaMTX takes in: once its path has media, an own driver reads it from there.</summary>
internal sealed class MediaMtxIngest : IDriver
{
    private readonly MediaMtxRouter _router;
    private readonly RelayHost _host;
    private readonly Func<Task<IDriver>> _read;
    private readonly CancellationTokenSource _stop = new();
    private readonly int _restarts;
    private volatile DriverEnd _stopped = DriverEnd.Wanted;
    private volatile IDriver? _reader;

    public MediaMtxIngest(MediaMtxRouter router, RelayHost host, Func<Task<IDriver>> read)
    {
        (_router, _host, _read, _restarts) = (router, host, read, router.Seen.Restarts);
        Ended = Task.Run(Run, CancellationToken.None);
    }

    public Task<DriverEnd> Ended { get; }

    public string Name => "mediamtx";

    public long Accepted => _host.Live.Published;

    public void IsProven(bool unhurried) => _reader?.IsProven(unhurried);

    public void Check() => _reader?.Check();

    public bool EndsOfStall(string still, TimeSpan within)
    {
        if (_reader?.EndsOfStall(still, within) == true)
            return true;
        if (_router.WhyEmpty(_host.Id) is not { } why)
            return false;
        _stopped = new DriverEnd(ErrorClass.Network, why);
        Stop();
        return true;
    }

    public void Stop()
    {
        _stop.Cancel();
        _reader?.Stop();
    }

    public WorkloadFigures Figures(DateTimeOffset at, long incarnation) =>
        (_reader?.Figures(at, incarnation) ?? new WorkloadFigures(at, incarnation, Name)) with
        {
            Driver = Name, Router = _router.FiguresOf(_host.Id),
        };

    private async Task<DriverEnd> Run()
    {
        try
        {
            await _router.Ready(_host.Id, _stop.Token);
            var reader = _reader = await _read();
            if (_stop.IsCancellationRequested)
                reader.Stop();
            var end = await reader.Ended;
            return _stop.IsCancellationRequested ? _stopped : await _router.Explain(_host.Id, _restarts, end);
        }
        catch (NotStartedException refused)
        {
            return refused.End;
        }
        catch (OperationCanceledException)
        {
            return _stopped;
        }
    }
}
