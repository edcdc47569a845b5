using StreamActors.Domain.Workloads;
using StreamActors.Kernel;

namespace StreamActors.Control;

/// <summary>The timeline, which also publishes each phase change as telemetry to all nodes and counts it on this one.</summary>
public sealed class PublishingTimeline(ITimeline timeline, WorkloadTally tally) : ITimeline
{
    private ITelemetry? _telemetry;

    public long Dropped => timeline.Dropped;

    /// <summary>The timeline is created before the telemetry. Until this is called no entity is active.</summary>
    public void PublishTo(ITelemetry telemetry) => Volatile.Write(ref _telemetry, telemetry);

    public void Append(Moment moment)
    {
        timeline.Append(moment);
        tally.Note(moment);
        if (moment.Happening is PhaseChanged phaseChanged)
            Volatile.Read(ref _telemetry)?.Publish(TelemetryCaches.PhasesTopic, moment.Id.Id, phaseChanged);
    }
}
