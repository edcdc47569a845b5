using StreamActors.Domain.Workloads;
using StreamActors.Kernel;

namespace StreamActors.Streaming;

/// <summary>Carries out the effects of one workload active here.</summary>
internal sealed class WorkloadEffects(EntityId id, ISelf self, MediaEngine mediaEngine) : IEffects
{
    private readonly Lock _gate = new();
    private SourceWatch? _watch;
    private DriverSession? _driverSession;
    private string? _relay;
    private bool _over;

    public bool AtWork
    {
        get
        {
            lock (_gate)
                return _watch is not null || _driverSession is { Over: false };
        }
    }

    public void Perform(Effect effect, long version)
    {
        lock (_gate)
        {
            if (_over)
                return;
            switch (effect)
            {
                case WatchSource e: Watch(e.Spec); break;
                case StartMedia e: Start(e.Spec, version); break;
                case ChangeStallTime e: _driverSession?.ChangeStallTime(e.StallAfter); break;
                case StopMedia: Stop(); break;
                case LeaveSource: Leave(); break;
                default: throw new InvalidOperationException($"{effect.GetType().Name} is not an effect of a workload.");
            }
        }
    }

    /// <summary>Completes when it no longer sends or listens; its relay stays a while for a successor.</summary>
    public async ValueTask DisposeAsync()
    {
        DriverSession? driverSession;
        lock (_gate)
        {
            (_over, driverSession) = (true, _driverSession);
            Unwatch();
            driverSession?.Stop();
        }
        if (driverSession is not null)
            await driverSession.Gone;
        if (_relay is null)
            return;
        mediaEngine.Relays.Abandon(_relay);
        mediaEngine.Router?.Leave(_relay);
    }

    private void Watch(WorkloadSpec spec)
    {
        // A started workload keeps running while media arrives, even if an edit changed its stall time.
        if (_watch is null || _watch.Spec with { StallAfter = spec.StallAfter } != spec)
        {
            Unwatch();
            _watch = new SourceWatch(mediaEngine, spec, self, () => _driverSession?.Expect());
            mediaEngine.Checks.Add(_watch);
        }
        _watch.Ask();
    }

    private void Unwatch()
    {
        if (_watch is { } watch)
            mediaEngine.Checks.Remove(watch);
        _watch = null;
    }

    private void Start(WorkloadSpec spec, long version)
    {
        if (_driverSession is { Over: false })
            throw new InvalidOperationException($"{id} has a driver already: there must never be a second.");
        if (spec.IsIngest)
            _relay = spec.Relay;
        _driverSession = new DriverSession(mediaEngine, id, version, spec, self);
        _driverSession.Begin();
    }

    /// <summary>The end of the driver is the reply; without a driver it has been sent already.</summary>
    private void Stop() => _driverSession?.Stop();

    private void Leave()
    {
        Unwatch();
        if (_relay is { } relay)
        {
            mediaEngine.Relays.Close(relay);
            mediaEngine.Router?.Leave(relay);
        }
        _relay = null;
    }
}
