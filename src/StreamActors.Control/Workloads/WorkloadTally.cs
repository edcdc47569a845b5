using System.Collections.Concurrent;
using StreamActors.Domain.Workloads;
using StreamActors.Kernel;

namespace StreamActors.Control;

/// <summary>Counts and logs what the workloads of this node went through since it started.</summary>
public sealed partial class WorkloadTally(ILogger<WorkloadTally> log)
{
    private readonly ConcurrentDictionary<string, WorkloadCounts> _courses = new(StringComparer.Ordinal);

    public void Note(Moment moment)
    {
        if (moment.Id.Kind != WorkloadId.Kind)
            return;
        var workloadCounts = _courses.GetOrAdd(moment.Id.Id, static _ => new WorkloadCounts());
        switch (moment.Happening)
        {
            case WorkloadStarted:
                workloadCounts.Started(moment.Sequence ?? 0);
                break;
            case Failed failed:
                workloadCounts.Failed(failed.Failure.Class);
                break;
            case PhaseChanged phaseChanged:
                workloadCounts.Moved(phaseChanged);
                LogPhase(log, moment.Id, workloadCounts.Incarnation, EnumNames<Phase>.Of(phaseChanged.To), phaseChanged.Reason);
                break;
        }
    }

    /// <summary>Null if nothing has happened to it on this node.</summary>
    public WorkloadCounts? Find(string workload) => _courses.GetValueOrDefault(workload);

    public void Forget(Func<string, bool> isGone)
    {
        foreach (var workload in _courses.Keys.Where(isGone))
            _courses.TryRemove(workload, out _);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Entity} is {Phase} (incarnation {Incarnation}). {Reason}")]
    private static partial void LogPhase(ILogger log, EntityId entity, long incarnation, string phase, string reason);

    public sealed class WorkloadCounts
    {
        private readonly Lock _gate = new();
        private readonly Dictionary<ErrorClass, long> _failures = [];
        private TimeSpan _stalled;
        private DateTimeOffset? _stalledSince;

        public long Incarnation { get; private set; }

        public long Starts { get; private set; }

        public void Started(long incarnation)
        {
            lock (_gate)
                (Incarnation, Starts) = (incarnation, Starts + 1);
        }

        public void Failed(ErrorClass @class)
        {
            lock (_gate)
                _failures[@class] = _failures.GetValueOrDefault(@class) + 1;
        }

        public void Moved(PhaseChanged phaseChanged)
        {
            lock (_gate)
            {
                if (_stalledSince is { } since && phaseChanged.To != Phase.Stalled)
                    (_stalled, _stalledSince) = (_stalled + Positive(phaseChanged.At - since), null);
                else if (phaseChanged.To == Phase.Stalled)
                    _stalledSince ??= phaseChanged.At;
            }
        }

        public (long Starts, IReadOnlyList<(ErrorClass Class, long Count)> Failures, TimeSpan Stalled) Read(DateTimeOffset now)
        {
            lock (_gate)
                return (Starts, [.. _failures.Select(f => (f.Key, f.Value))],
                    _stalled + (_stalledSince is { } since ? Positive(now - since) : TimeSpan.Zero));
        }

        private static TimeSpan Positive(TimeSpan span) => span > TimeSpan.Zero ? span : TimeSpan.Zero;
    }
}
