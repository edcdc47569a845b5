using StreamActors.Domain.Workloads;
using StreamActors.Kernel;

namespace StreamActors.Streaming;

/// <summary>The doing side of one workload that is awake here.</summary>
internal sealed class WorkloadEffects(EntityId id, ISelf self, Stage stage) : IEffects
{
    private readonly Lock _gate = new();
    private SourceWatch? _watch;
    private Driving? _driving;
    private string? _relay;
    private bool _over;

    public bool AtWork
    {
        get
        {
            lock (_gate)
                return _watch is not null || _driving is { Over: false };
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
                case ChangeStallTime e: _driving?.ChangeStallTime(e.StallAfter); break;
                case StopMedia: Stop(); break;
                case LeaveSource: Leave(); break;
                default: throw new InvalidOperationException($"{effect.GetType().Name} is no effect of a workload.");
            }
        }
    }

    /// <summary>Nothing of it sends or listens any more when this completes; its relay waits a while for the one who comes next.</summary>
    public async ValueTask DisposeAsync()
    {
        Driving? driving;
        lock (_gate)
        {
            (_over, driving) = (true, _driving);
            Unwatch();
            driving?.Stop();
        }
        if (driving is not null)
            await driving.Gone;
        if (_relay is not null)
            stage.Relays.Abandon(_relay);
    }

    private void Watch(WorkloadSpec spec)
    {
        // Whoever was let in stays while media comes, also where an edit changed how long it may stand still.
        if (_watch is null || _watch.Spec with { StallAfter = spec.StallAfter } != spec)
        {
            Unwatch();
            _watch = new SourceWatch(stage, spec, self, () => _driving?.Expect());
            stage.Rounds.Add(_watch);
        }
        _watch.Ask();
    }

    private void Unwatch()
    {
        if (_watch is { } watch)
            stage.Rounds.Remove(watch);
        _watch = null;
    }

    private void Start(WorkloadSpec spec, long version)
    {
        if (_driving is { Over: false })
            throw new InvalidOperationException($"{id} has a driver already: there must never be a second.");
        if (spec.IsIngest)
            _relay = spec.Relay;
        _driving = new Driving(stage, id, version, spec, self);
        _driving.Begin();
    }

    /// <summary>The end of a driver is what it waits for next; where there is none, it has ended already and said so.</summary>
    private void Stop() => _driving?.Stop();

    private void Leave()
    {
        Unwatch();
        if (_relay is { } relay)
            stage.Relays.Close(relay);
        _relay = null;
    }
}
