using System.ComponentModel;
using System.Globalization;
using Microsoft.Extensions.Logging;
using StreamActors.Domain.Workloads;
using StreamActors.Ffmpeg;
using StreamActors.Kernel;

namespace StreamActors.Streaming;

/// <summary>One incarnation of a workload at work: its driver from start to end, and the stall detection.</summary>
internal sealed partial class DriverSession : IPeriodicCheck
{
    /// <summary>How long the first media may take; FFmpeg's own timeouts are shorter, with a better message.</summary>
    private static readonly TimeSpan FirstMediaTimeout = TimeSpan.FromSeconds(20);

    /// <summary>A complaint may precede the stall by this much, while buffered media was still played.</summary>
    private static readonly TimeSpan MaxErrorAge = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan FiguresEvery = TimeSpan.FromSeconds(1);

    /// <summary>With a shorter stall time, FFmpeg's progress every five seconds would be too rare: it is read at once.</summary>
    private static readonly TimeSpan SlowFrom = TimeSpan.FromSeconds(10);

    private readonly MediaEngine _mediaEngine;
    private readonly EntityId _id;
    private readonly long _incarnation;
    private readonly ISelf _self;
    private readonly MediaWatch _watch;
    private readonly SlowWatch _slow = new();
    private readonly Lock _checking = new(); // a check that is under way at its end tells nothing after it
    private readonly CancellationTokenSource _stop = new();
    private readonly long _began;
    private TimeSpan _nextFigures;
    private bool _proven;
    private volatile WorkloadSpec _spec;
    private TimeSpan? _reportedSlow;
    private volatile IDriver? _driver;
    private Task _running = Task.CompletedTask;
    private volatile bool _over;

    public DriverSession(MediaEngine mediaEngine, EntityId id, long incarnation, WorkloadSpec spec, ISelf self)
    {
        (_mediaEngine, _id, _incarnation, _spec, _self) = (mediaEngine, id, incarnation, spec, self);
        _watch = new MediaWatch(spec.StallAfter, FirstOf(spec));
        _began = mediaEngine.Time.GetTimestamp();
    }

    /// <summary>Set before its end is reported: the receiver may start the next one at once.</summary>
    public bool Over => _over;

    public void Begin() => _running = Task.Run(Run, CancellationToken.None);

    /// <summary>The source is back: report again when media is accepted.</summary>
    public void Expect() => _watch.Expect();

    /// <summary>A stall time edited while it runs takes effect at the next check.</summary>
    public void ChangeStallTime(TimeSpan stallAfter) => _spec = _spec with { StallAfter = stallAfter };

    /// <summary>Stops it gracefully.</summary>
    public void Stop()
    {
        _stop.Cancel();
        _driver?.Stop();
    }

    /// <summary>Completes when nothing of it is left.</summary>
    public Task Gone => _running;

    public void Check()
    {
        lock (_checking)
        {
            if (_driver is { } driver && !_over)
                Check(driver);
        }
    }

    private void Check(IDriver driver)
    {
        driver.Check();
        var (now, spec) = (_mediaEngine.Time.GetElapsedTime(_began), _spec);
        if (_watch.Change(spec.StallAfter, FirstOf(spec)) && _proven)
            driver.IsProven(spec.StallAfter >= SlowFrom);
        switch (_watch.Check(now, driver.Accepted, NothingToMove(), driver.IsPeerGone))
        {
            case Sign.Accepted:
                _proven = true;
                driver.IsProven(spec.StallAfter >= SlowFrom);
                _self.Tell(new MediaAccepted(_incarnation));
                break;
            case Sign.Stalled:
                var still = $"{(spec.IsIngest ? "No media has come" : "No media has gone out")} for {spec.StallAfter.TotalSeconds:0} s.";
                if (driver.WhyNothing is { } why)
                    still = driver.IsPeerGone ? why : $"{still} {why}";
                if (spec.Listens || !driver.EndsOfStall(still, now - _watch.Since + MaxErrorAge))
                    _self.Tell(new MediaStalled(_incarnation, still));
                break;
        }
        MeasureBacklog(driver, now);
        if (now < _nextFigures)
            return;
        _nextFigures = now + FiguresEvery;
        _mediaEngine.Publish(_id, driver.Figures(_mediaEngine.Time.GetUtcNow(), _incarnation));
    }

    private static TimeSpan FirstOf(WorkloadSpec spec) =>
        spec.Listens || spec.StallAfter > FirstMediaTimeout ? spec.StallAfter : FirstMediaTimeout;

    /// <summary>Repeated now and then: the workload ignores the report unless it is streaming.</summary>
    private void MeasureBacklog(IDriver driver, TimeSpan now)
    {
        var backlog = driver.Backlog;
        if (backlog is null)
            _slow.Forget();
        else
            _slow.Check(now, backlog, driver.Lost);
        if (_slow.IsSlow && (_reportedSlow is not { } at || now - at >= SlowWatch.Hold))
        {
            _reportedSlow = now;
            var how = string.Create(CultureInfo.InvariantCulture, $"{backlog?.TotalSeconds:0} s behind, {driver.Lost} packets dropped");
            _self.Tell(new MediaSlow(_incarnation, $"The destination is slower than the stream: {how}."));
        }
        else if (!_slow.IsSlow && _reportedSlow is not null)
        {
            _reportedSlow = null;
            _self.Tell(new MediaCaughtUp(_incarnation));
        }
    }

    private bool NothingToMove() => !_spec.IsIngest && _mediaEngine.Relays.Find(_spec.Relay) is not { IsMoving: true };

    private async Task Run()
    {
        DriverEnd end;
        try
        {
            var driver = await _mediaEngine.Drivers.Start(_id, _incarnation, _spec, _stop.Token);
            _driver = driver;
            if (_stop.IsCancellationRequested)
                driver.Stop();
            _mediaEngine.Checks.Add(this);
            end = await driver.Ended;
        }
        catch (NotStartedException refused)
        {
            end = refused.End;
        }
        catch (OperationCanceledException)
        {
            end = DriverEnd.Wanted;
        }
        catch (Exception failure) when (failure is Win32Exception or FileNotFoundException)
        {
            end = DriverEnd.Of(FfmpegInstallation.CouldNotStart(failure));
        }
        catch (Exception failure) // our own failure: the workload gets it like any other end
        {
            end = DriverEnd.Bug("Start", failure);
        }
        if (end.Exception is { } broken)
            Broke(_mediaEngine.Log, _id, _incarnation, broken);
        if (end.Class == ErrorClass.Ended)
            end = end with { Text = $"{end.Text} To play it again: {RetryCommand.Of(_id)}" };
        _mediaEngine.Checks.Remove(this);
        lock (_checking)
        {
            _mediaEngine.Publish(_id, null);
            _over = true;
        }
        _self.Tell(new MediaEnded(_incarnation, end.Class, end.Text, _mediaEngine.Chance(), end.MayBeOurselves,
            end.Anew) { Clock = _mediaEngine.Uptime });
    }

    [LoggerMessage(EventId = 4210, Level = LogLevel.Error, Message = "{Entity} failed (incarnation {Incarnation}).")]
    private static partial void Broke(ILogger logger, EntityId entity, long incarnation, Exception exception);
}
